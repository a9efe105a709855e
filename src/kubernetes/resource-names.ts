import { qualifiedNameProblem } from "./names.ts";
import { quote } from "./text.ts";

/** Counted in whole numbers: objects of a namespace. */
const COUNTED = [
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
];
const MEASURED = ["cpu", "memory", "ephemeral-storage"].flatMap((name) => [
  name,
  `requests.${name}`,
  `limits.${name}`,
]);

const OF_QUOTAS: ReadonlySet<string> = new Set([...MEASURED, "requests.storage", ...COUNTED]);
const STANDARD: ReadonlySet<string> = new Set([...OF_QUOTAS, "storage"]);
const WHOLE: ReadonlySet<string> = new Set(COUNTED);
const HUGE_PAGES = /^(?:requests\.)?hugepages-/;

/**
 * What is wrong with the name of a resource of any kind.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceName
 */
export function anyResourceNameProblem(name: string): string | undefined {
  const problem = qualifiedNameProblem(name, "a name of a resource");
  if (problem !== undefined || name.includes("/")) return problem;
  if (STANDARD.has(name) || HUGE_PAGES.test(name)) return undefined;
  return `${quote(name)} is no resource that Kubernetes knows: write cpu, memory, ephemeral-storage, or a name with a prefix, such as "example.com/gpu"`;
}

/**
 * What is wrong with the name of a resource that a quota limits.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuotaResourceName
 */
export function quotaResourceNameProblem(name: string): string | undefined {
  const problem = qualifiedNameProblem(name, "a name of a resource");
  if (problem !== undefined || name.includes("/") || isOfQuotas(name)) return problem;
  return `${quote(name)} is nothing that a quota limits: write requests.cpu, limits.memory, pods, or "count/" and a resource, such as "count/deployments.apps"`;
}

/** @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsStandardQuotaResourceName */
export function isOfQuotas(name: string): boolean {
  return OF_QUOTAS.has(name) || HUGE_PAGES.test(name);
}

/**
 * Whether only whole numbers of it are possible: objects, and devices such as `example.com/gpu`.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsIntegerResourceName
 */
export function isWholeResource(name: string): boolean {
  return WHOLE.has(name) || isExtendedResource(name);
}

/**
 * Whether it is a resource with a prefix of its own: what a device plugin or a class of devices
 * offers.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go IsExtendedResourceName
 */
export function isExtendedResource(name: string): boolean {
  const isNative = !name.includes("/") || name.includes("kubernetes.io/");
  if (isNative || name.startsWith("requests.")) return false;
  return qualifiedNameProblem(`requests.${name}`, "a name") === undefined;
}
