import { unreservedPathProblem } from "../../file-paths.ts";
import type { ConfigMapVolumeSource, KeyToPath, SecretVolumeSource } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/**
 * The permissions of a file: 0 to 0777.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateKeyToPath
 */
export function validateFileMode(mode: number | undefined, path: FieldPath, to: Complaints): void {
  if (mode === undefined || (mode >= 0 && mode <= 0o777)) return;
  // JSON has no octal numbers: somebody wrote 644 and meant 0644.
  const meant = /^[0-7]{3,4}$/.test(String(mode)) ? Number.parseInt(String(mode), 8) : -1;
  const write =
    meant >= 0 && meant <= 0o777 ? `write ${meant}, which is octal 0${mode}` : undefined;
  to.invalid(path, `${mode} is not a file mode: it must lie between 0 and 511 (octal 0777)`, write);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateSecretVolumeSource */
export function validateSecretVolume(
  { secretName = "", defaultMode, items = [] }: Decoded<SecretVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (secretName === "") to.required(path.field("secretName"), "must name the Secret");
  validateFileMode(defaultMode, path.field("defaultMode"), to);
  validateFileItems(items, path.field("items"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateConfigMapVolumeSource */
export function validateConfigMapVolume(
  { name = "", defaultMode, items = [] }: Decoded<ConfigMapVolumeSource>,
  path: FieldPath,
  to: Complaints,
): void {
  if (name === "") to.required(path.field("name"), "must name the ConfigMap");
  validateFileMode(defaultMode, path.field("defaultMode"), to);
  validateFileItems(items, path.field("items"), to);
}

/** Which keys become which files. */
export function validateFileItems(
  items: readonly Decoded<KeyToPath>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, { key = "", path: file = "", mode }] of items.entries()) {
    const at = path.index(index);
    if (key === "") to.required(at.field("key"));
    if (file === "") to.required(at.field("path"));
    to.problem(at.field("path"), unreservedPathProblem(file));
    validateFileMode(mode, at.field("mode"), to);
  }
}
