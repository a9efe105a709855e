import { podLimits, podRequests, type ResourcesContainer } from "../../pod-resources.ts";
import { formatQuantity, parseQuantity } from "../../quantity.ts";
import { compareQuantities } from "../../quantity-arithmetic.ts";
import { isHugePages, resourceNameProblem } from "../../resource-amounts.ts";
import { quote } from "../../text.ts";
import type { PodSpec } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateResourceRequirements } from "../resource-requirements.ts";
import type { PodContext } from "./context.ts";

type Amounts = Readonly<Record<string, string | number | undefined>>;

/**
 * What its runtime needs beside the containers.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateOverhead
 */
export function validateOverhead(overhead: Amounts, path: FieldPath, to: Complaints): void {
  const none = new Set<string>();
  validateResourceRequirements({ limits: overhead }, resourceNameProblem, none, path, to);
}

/**
 * The resources of a pod as a whole.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodResources
 */
export function validatePodResources(
  { spec, claims }: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const { resources, os } = spec;
  if (!resources) return;
  const at = path.field("resources");
  if (os?.name === "windows") {
    to.forbidden(at, "is not there on Windows");
    return;
  }
  if (resources.claims) to.forbidden(at.field("claims"), "belongs to containers");
  validateResourceRequirements(resources, podResourceNameProblem, claims, at, to);
  validateConsistency(spec, at, to);
}

function podResourceNameProblem(name: string): string | undefined {
  if (name === "cpu" || name === "memory") return undefined;
  if (isHugePages(name)) return resourceNameProblem(name);
  return `${quote(name)} is not a resource of a whole pod: write cpu, memory or hugepages-…`;
}

/**
 * A pod has at least what its containers have together.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodResourceConsistency
 */
function validateConsistency(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  for (const [name, sum] of podRequests(containersOf(spec, "requests"))) {
    const amount = requests[name];
    if (amount === undefined || compareQuantities(sum, parseQuantity(amount)) <= 0) continue;
    const together = `what the containers request together, ${formatQuantity(sum)}`;
    to.invalid(path.field("requests").key(name), `${amount} is less than ${together}`);
  }
  for (const [name, sum] of podLimits(containersOf(spec, "limits"))) {
    const amount = limits[name];
    if (amount === undefined || !isHugePages(name)) continue;
    if (compareQuantities(sum, parseQuantity(amount)) <= 0) continue;
    const together = `the limits of the containers together, ${formatQuantity(sum)}`;
    to.invalid(path.field("limits").key(name), `${amount} is less than ${together}`);
  }
  for (const [index, { resources = {} }] of (spec.containers ?? []).entries())
    for (const [name, amount = 0] of Object.entries(resources.limits ?? {})) {
      const limit = limits[name];
      if (limit === undefined) continue;
      if (compareQuantities(parseQuantity(amount), parseQuantity(limit)) <= 0) continue;
      // The server puts the pod's field before the container's.
      const at = path.field("containers").index(index).key(name).field("limits");
      to.invalid(at, `${amount} is more than the limit of the whole pod, ${limit}`);
    }
}

/** The containers with nothing but their requests, or their limits. */
function containersOf(spec: Decoded<PodSpec>, kind: "requests" | "limits") {
  const only = ({ resources, restartPolicy }: NonNullable<typeof spec.containers>[number]) =>
    ({ resources: { [kind]: resources?.[kind] ?? {} }, restartPolicy }) as ResourcesContainer;
  return {
    containers: (spec.containers ?? []).map(only),
    initContainers: (spec.initContainers ?? []).map(only),
  };
}
