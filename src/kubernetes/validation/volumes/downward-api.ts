import { unreservedPathProblem } from "../../file-paths.ts";
import type { DownwardAPIVolumeFile, DownwardAPIVolumeSource } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateFieldRef, validateResourceFieldRef } from "../pod/field-refs.ts";
import { validateFileMode } from "./file-items.ts";

const FIELDS: ReadonlySet<string> = new Set([
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
]);

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateDownwardAPIVolumeSource */
export function validateDownwardApi(
  { defaultMode, items = [] }: Decoded<DownwardAPIVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  validateFileMode(defaultMode, path.field("defaultMode"), to);
  for (const item of items) validateDownwardApiFile(item, path, to);
}

/**
 * One file. The server names neither the list nor the position in it.
 *
 * @param path of the source
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateDownwardAPIVolumeFile
 */
export function validateDownwardApiFile(
  { path: file = "", fieldRef, resourceFieldRef, mode }: Decoded<DownwardAPIVolumeFile>,
  path: FieldPath,
  to: Complaints,
): void {
  if (file === "") to.required(path.field("path"));
  to.problem(path.field("path"), unreservedPathProblem(file));
  if (fieldRef !== undefined) {
    validateFieldRef(fieldRef, FIELDS, path.field("fieldRef"), to);
    if (resourceFieldRef !== undefined)
      to.invalid(path, "fieldRef and resourceFieldRef exclude each other", "keep one of the two");
  } else if (resourceFieldRef !== undefined) {
    const at = path.field("resourceFieldRef");
    validateResourceFieldRef(resourceFieldRef, at, to, { inVolume: true });
  } else {
    to.required(path, "must have fieldRef or resourceFieldRef");
  }
  validateFileMode(mode, path.field("mode"), to);
}
