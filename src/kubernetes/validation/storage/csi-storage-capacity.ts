import { deprecatedNodeLabelProblem } from "../../deprecated-node-labels.ts";
import { dns1123SubdomainProblem } from "../../names.ts";
import { parseQuantity } from "../../quantity.ts";
import type { CSIStorageCapacity } from "../../types/storage.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { semanticallyEqual } from "../semantic-equality.ts";

const { root } = FieldPath;
/** Without a selector no node is meant, with an empty one every node. */
const POINTERS: ReadonlySet<string> = new Set(["nodeTopology"]);

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSIStorageCapacity */
export function validateStorageCapacity(
  { nodeTopology, storageClassName = "", capacity }: Decoded<CSIStorageCapacity>,
  to: Complaints,
): void {
  validateLabelSelector(nodeTopology, root.field("nodeTopology"), to);
  to.problem(root.field("storageClassName"), dns1123SubdomainProblem(storageClassName));
  if (capacity !== undefined && parseQuantity(capacity).unscaled < 0n)
    to.invalid(root.field("capacity"), `${capacity} is negative`);
}

/** @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateCSIStorageCapacityUpdate */
export function validateStorageCapacityUpdate(
  now: Decoded<CSIStorageCapacity>,
  old: Decoded<CSIStorageCapacity>,
  to: Complaints,
): void {
  const [topology, before] = [now, old].map(({ nodeTopology }) => ({ nodeTopology }));
  if (!semanticallyEqual(topology, before, POINTERS))
    to.invalid(root.field("nodeTopology"), "may not change");
  if (now.storageClassName !== old.storageClassName)
    to.invalid(root.field("storageClassName"), "may not change");
}

/** @see k8s.io/kubernetes/pkg/api/node/util.go GetWarningsForNodeSelector */
export function warnStorageCapacity(
  { nodeTopology = {} }: Decoded<CSIStorageCapacity>,
  to: Complaints,
): void {
  const { matchExpressions = [], matchLabels = {} } = nodeTopology;
  const path = root.field("nodeTopology");
  for (const [index, { key = "" }] of matchExpressions.entries()) {
    const problem = deprecatedNodeLabelProblem(key);
    const at = path.field("matchExpressions").index(index).field("key");
    if (problem !== undefined) to.warn(at, problem);
  }
  for (const label of Object.keys(matchLabels)) {
    const problem = deprecatedNodeLabelProblem(label);
    if (problem !== undefined) to.warn(path.field("matchLabels", label), problem);
  }
}
