import { labelValueProblem } from "../../../names.ts";
import { quote } from "../../../text.ts";
import type { NodeSelectorTerm } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

/** Labels that nodes no longer have, or will not have for long, with what to write in their place. */
const DEPRECATED: ReadonlyMap<string, string | undefined> = new Map([
  ["beta.kubernetes.io/arch", "kubernetes.io/arch"],
  ["beta.kubernetes.io/os", "kubernetes.io/os"],
  ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"],
  ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"],
  ["beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"],
  ["app.kubernetes.io/created-by", undefined],
  ["scheduler.alpha.kubernetes.io/preferAvoidPods", "taints and tolerations"],
  ["node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane"],
]);

/**
 * Warns of a label of nodes that is on its way out.
 *
 * @see k8s.io/kubernetes/pkg/api/node/util.go GetNodeLabelDeprecatedMessage
 */
export function warnNodeLabel(key: string, path: FieldPath, to: Complaints): void {
  if (DEPRECATED.has(key))
    to.warn(path, `nodes' label ${quote(key)} is deprecated`, DEPRECATED.get(key));
}

/**
 * @param checkValues values that are no labels are let through here, and only warned of
 * @see k8s.io/kubernetes/pkg/api/node/util.go GetWarningsForNodeSelectorTerm
 */
export function warnNodeSelectorTerm(
  { matchExpressions = [] }: Decoded<NodeSelectorTerm>,
  path: FieldPath,
  to: Complaints,
  checkValues: boolean,
): void {
  for (const [index, { key = "", values = [] }] of matchExpressions.entries()) {
    const at = path.field("matchExpressions").index(index);
    warnNodeLabel(key, at.field("key"), to);
    if (!checkValues || to.minor < 33) continue;
    for (const [position, value] of values.entries()) {
      const problem = labelValueProblem(value);
      if (problem !== undefined) to.warn(at.field("values").index(position), problem);
    }
  }
}
