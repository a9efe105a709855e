import type { Container, ContainerRestartRule } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const POLICIES = ["Always", "Never", "OnFailure"];
const OPERATORS = ["In", "NotIn"];
const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;
/** Containers have policies of their own since Kubernetes 1.35. */
const OWN_POLICY_SINCE = 35;
/** Sidecars may have rules, and rules may restart the whole pod, since Kubernetes 1.36. */
const RESTART_ALL_SINCE = 36;

type Restarted = Pick<Decoded<Container>, "restartPolicy" | "restartPolicyRules">;

/** Of a container that is no init container. */
export function validateRestartPolicy(container: Restarted, path: FieldPath, to: Complaints): void {
  if (to.minor >= OWN_POLICY_SINCE) validateOwnPolicy(container, path, to);
  else if (container.restartPolicy !== undefined)
    to.forbidden(path.field("restartPolicy"), "only init containers may have one of their own");
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateInitContainerRestartPolicy */
export function validateInitRestartPolicy(
  container: Restarted,
  path: FieldPath,
  to: Complaints,
): void {
  const { restartPolicy, restartPolicyRules = [] } = container;
  const isSidecar = restartPolicy === "Always";
  if (to.minor < OWN_POLICY_SINCE) {
    if (restartPolicy !== undefined && !isSidecar)
      to.unsupported(path.field("restartPolicy"), restartPolicy, ["Always"]);
  } else if (isSidecar && to.minor < RESTART_ALL_SINCE) {
    if (restartPolicyRules.length > 0)
      to.forbidden(path.field("restartPolicyRules"), "a sidecar may have none");
  } else if (restartPolicy === undefined) {
    if (restartPolicyRules.length > 0) requirePolicy(path, to);
  } else {
    validateOwnPolicy(container, path, to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerRestartPolicy */
function validateOwnPolicy(
  { restartPolicy, restartPolicyRules: rules = [] }: Restarted,
  path: FieldPath,
  to: Complaints,
): void {
  if (restartPolicy === undefined) {
    if (rules.length === 0) return;
    requirePolicy(path, to);
  } else if (!POLICIES.includes(restartPolicy)) {
    to.unsupported(path.field("restartPolicy"), restartPolicy, POLICIES);
  }
  const at = path.field("restartPolicyRules");
  if (rules.length > MOST_RULES) to.tooMany(at, rules.length, MOST_RULES);
  for (const [index, rule] of rules.entries()) validateRule(rule, at.index(index), to);
}

function validateRule(
  { action = "", exitCodes }: Decoded<ContainerRestartRule>,
  path: FieldPath,
  to: Complaints,
): void {
  const actions = to.minor >= RESTART_ALL_SINCE ? ["Restart", "RestartAllContainers"] : ["Restart"];
  if (!actions.includes(action)) to.unsupported(path.field("action"), action, actions);
  const at = path.field("exitCodes");
  if (!exitCodes) {
    to.required(at);
    return;
  }
  const { operator = "", values = [] } = exitCodes;
  if (!OPERATORS.includes(operator)) to.unsupported(at.field("operator"), operator, OPERATORS);
  if (values.length > MOST_EXIT_CODES)
    to.tooMany(at.field("values"), values.length, MOST_EXIT_CODES);
}

function requirePolicy(path: FieldPath, to: Complaints): void {
  to.required(path.field("restartPolicy"), "restartPolicyRules need one beside them");
}
