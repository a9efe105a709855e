import { unreservedPathProblem } from "../../file-paths.ts";
import { quote } from "../../text.ts";
import type {
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateTokenSeconds } from "../token-expiration.ts";
import { validateDownwardApiFile } from "./downward-api.ts";
import { validateFileItems, validateFileMode } from "./file-items.ts";

/**
 * Files from several sources in one folder.
 *
 * Sources of the kinds clusterTrustBundle and podCertificate are not looked at: their gates are
 * off by default up to 1.36, and the server drops them unseen.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateProjectedVolumeSource
 * @see k8s.io/kubernetes/pkg/api/pod/util.go dropDisabledClusterTrustBundleProjection
 */
export function validateProjected(
  { defaultMode, sources = [] }: Decoded<ProjectedVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  validateFileMode(defaultMode, path.field("defaultMode"), to);
  const files = new Set<string>();
  for (const [index, source] of sources.entries()) {
    const at = path.field("sources").index(index);
    validateProjection(source, at, path, to);
    for (const file of filesOf(source)) {
      if (files.has(file)) to.invalid(path, `two sources write the file ${quote(file)}`);
      files.add(file);
    }
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateProjectionSources */
function validateProjection(
  { secret, configMap, downwardAPI, serviceAccountToken }: Decoded<VolumeProjection>,
  path: FieldPath,
  volume: FieldPath,
  to: Complaints,
): void {
  for (const [field, source] of Object.entries({ secret, configMap })) {
    if (source === undefined) continue;
    const at = path.field(field);
    if ((source.name ?? "") === "") to.required(at.field("name"));
    validateFileItems(source.items ?? [], at.field("items"), to);
  }
  for (const file of downwardAPI?.items ?? [])
    validateDownwardApiFile(file, path.field("downwardAPI"), to);
  if (serviceAccountToken !== undefined)
    validateToken(serviceAccountToken, path.field("serviceAccountToken"), volume, to);
  const given = [secret, configMap, downwardAPI, serviceAccountToken].filter(Boolean);
  if (given.length > 1)
    to.forbidden(path, "has more than one kind of source", "make an item of the list for each");
}

/** The server names the path of a token as if it were the volume's own. */
function validateToken(
  { expirationSeconds = 0, path: file = "" }: Decoded<ServiceAccountTokenProjection>,
  path: FieldPath,
  volume: FieldPath,
  to: Complaints,
): void {
  validateTokenSeconds(expirationSeconds, path.field("expirationSeconds"), to);
  if (file === "") to.required(volume.field("path"), "a serviceAccountToken must have a path");
  else to.problem(volume.field("path"), unreservedPathProblem(file));
}

/** The files that are known by name and compared; those of tokens are not. */
function filesOf({ secret, configMap, downwardAPI }: Decoded<VolumeProjection>): string[] {
  const items = [...(secret?.items ?? []), ...(configMap?.items ?? [])];
  return [...items, ...(downwardAPI?.items ?? [])].flatMap(({ path }) => path || []);
}
