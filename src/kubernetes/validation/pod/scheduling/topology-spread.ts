import type { TopologySpreadConstraint } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateLabelSelector } from "../../label-selector.ts";
import { validateMatchLabelKeys, validateUnmergedLabelKeys } from "./match-label-keys.ts";

const ACTIONS = ["DoNotSchedule", "ScheduleAnyway"];
const POLICIES = ["Honor", "Ignore"];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateTopologySpreadConstraints */
export function validateTopologySpread(
  constraints: readonly Decoded<TopologySpreadConstraint>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, constraint] of constraints.entries()) {
    const at = path.index(index);
    validateConstraint(constraint, at, to);
    const { topologyKey = "", whenUnsatisfiable = "" } = constraint;
    const isRepeated = constraints
      .slice(index + 1)
      .some((other) => identityOf(other) === identityOf(constraint));
    if (isRepeated)
      to.duplicate(
        at.field("{topologyKey, whenUnsatisfiable}"),
        `${topologyKey}, ${whenUnsatisfiable}`,
      );
  }
}

function validateConstraint(
  constraint: Decoded<TopologySpreadConstraint>,
  path: FieldPath,
  to: Complaints,
): void {
  const { maxSkew = 0, topologyKey = "", whenUnsatisfiable = "", minDomains } = constraint;
  if (maxSkew <= 0) to.invalid(path.field("maxSkew"), `${maxSkew} must be greater than 0`);
  if (topologyKey === "")
    to.required(path.field("topologyKey"), "must be given", "such as topology.kubernetes.io/zone");
  if (!ACTIONS.includes(whenUnsatisfiable))
    to.unsupported(path.field("whenUnsatisfiable"), whenUnsatisfiable, ACTIONS);
  if (minDomains !== undefined) {
    const at = path.field("minDomains");
    if (minDomains <= 0) to.invalid(at, `${minDomains} must be greater than 0`);
    if (whenUnsatisfiable !== "DoNotSchedule")
      to.invalid(at, "goes with whenUnsatisfiable: DoNotSchedule only");
  }
  for (const name of ["nodeAffinityPolicy", "nodeTaintsPolicy"] as const) {
    const policy = constraint[name];
    if (policy !== undefined && !POLICIES.includes(policy))
      to.unsupported(path.field(name), policy, POLICIES);
  }
  if (to.minor >= 34) validateMatchLabelKeys(constraint, path, to);
  else validateUnmergedLabelKeys(constraint, path, to);
  validateLabelSelector(constraint.labelSelector, path.field("labelSelector"), to);
}

/** At most one constraint may have the same. */
function identityOf({
  topologyKey = "",
  whenUnsatisfiable = "",
}: Decoded<TopologySpreadConstraint>): string {
  return `${topologyKey} ${whenUnsatisfiable}`;
}
