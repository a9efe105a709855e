import { annotationKeyProblem, labelKeyProblem } from "../../names.ts";
import { formatQuantity, parseQuantity } from "../../quantity.ts";
import { quote } from "../../text.ts";
import type { ObjectFieldSelector, ResourceFieldSelector } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";

/** What the downward API knows of a pod, in some place or other. */
const FIELDS: ReadonlySet<string> = new Set([
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.restartPolicy",
  "spec.serviceAccountName",
  "spec.schedulerName",
  "status.phase",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
]);

const RESOURCES = ["cpu", "memory", "ephemeral-storage"].flatMap((name) => [
  `limits.${name}`,
  `requests.${name}`,
]);
const KNOWN_RESOURCES: ReadonlySet<string> = new Set(RESOURCES);
const HUGE_PAGES = /^(limits|requests)\.hugepages-/;
const CPU_DIVISORS: ReadonlySet<string> = new Set(["1m", "1"]);
const BYTE_DIVISORS: ReadonlySet<string> = new Set(
  ["", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].map((unit) => `1${unit}`),
);

/**
 * A field of the pod, for a variable or a file.
 *
 * @param allowed the fields that this place may take; labels and annotations by key are always
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateObjectFieldSelector
 */
export function validateFieldRef(
  { apiVersion = "", fieldPath = "" }: Decoded<ObjectFieldSelector>,
  allowed: ReadonlySet<string>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("fieldPath");
  if (apiVersion === "") {
    to.required(path.field("apiVersion"), "must be v1");
    return;
  }
  if (fieldPath === "") {
    to.required(at);
    return;
  }
  if (apiVersion !== "v1") {
    to.invalid(at, `pods have no version ${quote(apiVersion)}`);
    return;
  }
  const [, map = "", key = ""] = /^([^[]+)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  if (map !== "") {
    if (map === "metadata.annotations") to.problem(path, annotationKeyProblem(key));
    else if (map === "metadata.labels") to.problem(path, labelKeyProblem(key));
    else to.invalid(at, `${quote(map)} has no keys`, "leave the brackets out");
    return;
  }
  // An old name that clients may still send.
  const field = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
  if (allowed.has(field)) return;
  const choices = [...allowed].join(", ");
  const problem = `${quote(fieldPath)} is not among the fields to be had here: ${choices}`;
  if (FIELDS.has(field)) to.add("unsupported", at, problem);
  else to.invalid(at, problem);
}

/**
 * An amount of a container's resources, for a variable or a file.
 *
 * @param options.inVolume the container must be named
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerResourceFieldSelector
 */
export function validateResourceFieldRef(
  { containerName = "", resource = "", divisor }: Decoded<ResourceFieldSelector>,
  path: FieldPath,
  to: Complaints,
  { inVolume }: { readonly inVolume: boolean },
): void {
  if (inVolume && containerName === "")
    to.required(path.field("containerName"), "must name the container");
  else if (resource === "") to.required(path.field("resource"));
  else if (!KNOWN_RESOURCES.has(resource) && !HUGE_PAGES.test(resource))
    to.unsupported(path.field("resource"), resource, RESOURCES);
  validateDivisor(resource, divisor ?? 0, path.field("divisor"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerResourceDivisor */
function validateDivisor(
  resource: string,
  divisor: string | number,
  path: FieldPath,
  to: Complaints,
): void {
  const quantity = parseQuantity(divisor);
  if (quantity.unscaled === 0n) return;
  const isCpu = resource.endsWith(".cpu");
  if (!KNOWN_RESOURCES.has(resource) && !HUGE_PAGES.test(resource)) return;
  const choices = isCpu ? CPU_DIVISORS : BYTE_DIVISORS;
  if (choices.has(formatQuantity(quantity))) return;
  to.invalid(path, `${quote(String(divisor))} is none of ${[...choices].join(", ")}`);
}
