import { deprecatedNodeLabelProblem } from "../../deprecated-node-labels.ts";
import { dns1123LabelProblem } from "../../names.ts";
import { resourceNameProblem } from "../../resource-amounts.ts";
import type { RuntimeClass, Scheduling } from "../../types/node.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateLabels } from "../object-meta.ts";
import { validateResourceRequirements } from "../resource-requirements.ts";
import { validateTolerations } from "../tolerations.ts";

const root = FieldPath.root;
const NO_CLAIMS: ReadonlySet<string> = new Set();

/** @see k8s.io/kubernetes/pkg/apis/node/validation/validation.go ValidateRuntimeClass */
export function validateRuntimeClass(
  { handler = "", overhead, scheduling }: Decoded<RuntimeClass>,
  to: Complaints,
): void {
  if (handler === "") to.required(root.field("handler"), "must be given", "runc for example");
  else to.problem(root.field("handler"), dns1123LabelProblem(handler));
  if (overhead) {
    const limits = overhead.podFixed;
    const at = root.field("overhead");
    validateResourceRequirements({ limits }, resourceNameProblem, NO_CLAIMS, at, to);
  }
  if (scheduling) validateScheduling(scheduling, root.field("scheduling"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/node/validation/validation.go validateScheduling */
function validateScheduling(
  { nodeSelector, tolerations = [] }: Decoded<Scheduling>,
  path: FieldPath,
  to: Complaints,
): void {
  validateLabels(nodeSelector, path.field("nodeSelector"), to);
  const at = path.field("tolerations");
  // Up to 1.34 the server wrote the name twice.
  validateTolerations(tolerations, to.minor < 35 ? at.field("tolerations") : at, to);
  const seen = new Set<string>();
  for (const [index, { key, operator, value, effect }] of tolerations.entries()) {
    const identity = JSON.stringify([key ?? "", operator ?? "", value ?? "", effect ?? ""]);
    if (seen.has(identity)) to.duplicate(at.index(index), key || "the toleration");
    seen.add(identity);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/node/validation/validation.go ValidateRuntimeClassUpdate */
export function validateRuntimeClassUpdate(
  { handler }: Decoded<RuntimeClass>,
  old: Decoded<RuntimeClass>,
  to: Complaints,
): void {
  validateImmutable(handler, old.handler, root.field("handler"), to);
}

/** @see k8s.io/kubernetes/pkg/api/node/util.go GetWarningsForRuntimeClass */
export function warnOfNodeLabels({ scheduling = {} }: Decoded<RuntimeClass>, to: Complaints): void {
  for (const label of Object.keys(scheduling.nodeSelector ?? {})) {
    const problem = deprecatedNodeLabelProblem(label);
    if (problem !== undefined)
      to.warn(root.field("scheduling", "nodeSelector").key(label), problem);
  }
}
