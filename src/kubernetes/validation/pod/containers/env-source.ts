import { backstepProblem } from "../../../file-paths.ts";
import {
  configKeyProblem,
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  envNameProblem,
} from "../../../names.ts";
import { quote } from "../../../text.ts";
import type { EnvVarSource, FileKeySelector, SecretKeySelector } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { notFound } from "../../not-found.ts";
import type { PodContext } from "../context.ts";
import { validateFieldRef, validateResourceFieldRef } from "../field-refs.ts";

/** Since Kubernetes 1.35. */
const FILES_SINCE = 35;

const FIELDS: ReadonlySet<string> = new Set([
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
]);

/**
 * Where a variable gets its value from.
 *
 * @param hasValue whether the variable has a value too
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateEnvVarValueFrom
 */
export function validateEnvSource(
  source: Decoded<EnvVarSource>,
  hasValue: boolean,
  context: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  if (fieldRef) validateFieldRef(fieldRef, FIELDS, path.field("fieldRef"), to);
  if (resourceFieldRef)
    validateResourceFieldRef(resourceFieldRef, path.field("resourceFieldRef"), to, {
      inVolume: false,
    });
  if (configMapKeyRef) validateKeyRef(configMapKeyRef, path.field("configMapKeyRef"), to);
  if (secretKeyRef) validateKeyRef(secretKeyRef, path.field("secretKeyRef"), to);
  if (fileKeyRef) validateFileRef(fileKeyRef, context, path.field("fileKeyRef"), to);
  const sources = Object.values(source).filter((each) => each !== undefined).length;
  if (sources === 0) to.invalid(path, "names no source", choices(to.minor));
  else if (hasValue) to.invalid(path, "a variable has a value or a valueFrom, not both");
  else if (sources > 1)
    to.invalid(path, `has ${sources} sources: ${Object.keys(source).join(", ")}`, "keep one");
}

function choices(minor: number): string {
  const files = minor >= FILES_SINCE ? ", fileKeyRef" : "";
  return `one of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef${files}`;
}

/** A key of a ConfigMap or of a Secret: the same rules. */
function validateKeyRef(
  { name = "", key = "" }: Decoded<SecretKeySelector>,
  path: FieldPath,
  to: Complaints,
): void {
  to.problem(path.field("name"), dns1123SubdomainProblem(name));
  if (key === "") to.required(path.field("key"));
  else to.problem(path.field("key"), configKeyProblem(key));
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateFileKeySelector, validateFileKeyRefVolumes */
function validateFileRef(
  { key = "", path: file = "", volumeName = "" }: Decoded<FileKeySelector>,
  { spec }: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  if (key === "") to.required(path.field("key"));
  else to.problem(path.field("key"), envNameProblem(key));
  if (file === "") to.required(path.field("path"));
  else to.problem(path.field("path"), backstepProblem(file));
  const at = path.field("volumeName");
  if (volumeName === "") {
    to.required(at);
    return;
  }
  to.problem(at, dns1123LabelProblem(volumeName));
  const volume = spec.volumes?.findLast(({ name = "" }) => name === volumeName);
  if (!volume)
    notFound(
      "volume",
      volumeName,
      (spec.volumes ?? []).map(({ name = "" }) => name),
      at,
      to,
    );
  else if (!volume.emptyDir)
    to.invalid(at, `the volume ${quote(volumeName)} is no emptyDir, which it must be here`);
}
