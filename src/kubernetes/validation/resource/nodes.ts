import { dns1123SubdomainProblem } from "../../names.ts";
import type { Device } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateNodeSelector } from "../node-selector.ts";

/**
 * The nodes that can reach a device are said in exactly one way.
 *
 * @param ways the fields of which one is needed
 * @param others how many of those that only the caller knows are set
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateResourceSliceSpec, validateDevice
 */
export function validateNodes(
  {
    nodeName,
    nodeSelector,
    allNodes,
  }: Pick<Decoded<Device>, "nodeName" | "nodeSelector" | "allNodes">,
  ways: readonly string[],
  others: number,
  path: FieldPath,
  to: Complaints,
): void {
  const name = path.field("nodeName");
  if (nodeName === "") to.invalid(name, "is empty", "the name of a node, or leave it out");
  else if (nodeName !== undefined) to.problem(name, dns1123SubdomainProblem(nodeName));
  if (nodeSelector) validateNodeSelector(nodeSelector, path.field("nodeSelector"), to);
  if (allNodes === false) to.invalid(path.field("allNodes"), "is true or left out");
  const set = others + [nodeName, nodeSelector, allNodes].filter(Boolean).length;
  if (set === 0) to.required(path, "does not say for which nodes it is", ways.join(" or "));
  else if (set > 1) to.invalid(path, `has more than one of ${ways.join(", ")}`, "keep one of them");
}
