import { backstepProblem, descendingPathProblem } from "../../file-paths.ts";
import { parseQuantity } from "../../quantity.ts";
import type {
  EmptyDirVolumeSource,
  GitRepoVolumeSource,
  HostPathVolumeSource,
  LocalVolumeSource,
} from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

const TYPES = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

/*
 * Files of the node. See k8s.io/kubernetes/pkg/apis/core/validation/validation.go
 */

/** @see validateVolumeSource */
export function validateEmptyDir(
  { sizeLimit }: Decoded<EmptyDirVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (sizeLimit !== undefined && parseQuantity(sizeLimit).unscaled < 0n)
    to.forbidden(path.field("sizeLimit"), `${sizeLimit} is negative`);
}

/** @see validateHostPathVolumeSource */
export function validateHostPath(
  { path: file = "", type }: Decoded<HostPathVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (file === "") {
    to.required(path.field("path"));
    return;
  }
  to.problem(path.field("path"), backstepProblem(file));
  if (type !== undefined && !TYPES.includes(type))
    to.unsupported(path.field("type"), type, TYPES.slice(1));
}

/** @see validateLocalVolumeSource */
export function validateLocal(
  { path: file = "" }: Decoded<LocalVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (file === "") to.required(path.field("path"));
  else to.problem(path.field("path"), backstepProblem(file));
}

/** @see validateGitRepoVolumeSource */
export function validateGitRepo(
  { repository = "", directory = "" }: Decoded<GitRepoVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (repository === "") to.required(path.field("repository"));
  to.problem(path.field("directory"), descendingPathProblem(directory));
}
