import { qualifiedNameProblem } from "../../../names.ts";
import type { ServiceSpec } from "../../../types/core.ts";
import { validateCidr } from "../../cidr.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";

const SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

/**
 * What only a Service of type LoadBalancer has.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateService, validateLoadBalancerClassField
 */
export function validateLoadBalancer(
  spec: Decoded<ServiceSpec>,
  annotations: Decoded<{ [key: string]: string }>,
  path: FieldPath,
  to: Complaints,
): void {
  const isBalanced = spec.type === "LoadBalancer";
  const others = "is for Services of type LoadBalancer only";
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalanced)
    to.forbidden(path.field("allocateLoadBalancerNodePorts"), others);
  const { loadBalancerClass, loadBalancerSourceRanges: ranges = [] } = spec;
  if (loadBalancerClass !== undefined) {
    const at = path.field("loadBalancerClass");
    if (isBalanced) to.problem(at, qualifiedNameProblem(loadBalancerClass, "a class"));
    else to.forbidden(at, others);
  }
  if (ranges.length > 0) {
    // The server spells it with a capital.
    const at = path.field("LoadBalancerSourceRanges");
    if (!isBalanced) to.forbidden(at, others);
    for (const [index, range] of ranges.entries()) validateCidr(range.trim(), at.index(index), to);
    return;
  }
  const annotated = annotations[SOURCE_RANGES];
  if (annotated === undefined) return;
  const at = FieldPath.root.field("metadata", "annotations").key(SOURCE_RANGES);
  if (!isBalanced) to.forbidden(at, others);
  if (annotated.trim() === "") return;
  for (const range of annotated.split(",")) validateCidr(range.trim(), at, to);
}
