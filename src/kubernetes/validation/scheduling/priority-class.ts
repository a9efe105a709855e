import type { PriorityClass } from "../../types/scheduling.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";

const root = FieldPath.root;
const SYSTEM_PREFIX = "system-";
const HIGHEST = 1_000_000_000;
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ["system-node-critical", 2_000_001_000],
  ["system-cluster-critical", 2_000_000_000],
]);
const POLICIES = ["PreemptLowerPriority", "Never"];

/** @see k8s.io/kubernetes/pkg/apis/scheduling/validation/validation.go ValidatePriorityClass */
export function validatePriorityClass(
  { metadata, value = 0, globalDefault = false, preemptionPolicy }: Decoded<PriorityClass>,
  to: Complaints,
): void {
  const { name = "" } = metadata ?? {};
  if (name.startsWith(SYSTEM_PREFIX)) {
    if (SYSTEM_CLASSES.get(name) !== value || globalDefault)
      to.forbidden(
        root.field("metadata", "name"),
        `names that begin with "${SYSTEM_PREFIX}" belong to Kubernetes`,
        name.slice(SYSTEM_PREFIX.length) || "another name",
      );
  } else if (value > HIGHEST)
    to.forbidden(root.field("value"), `${value} is above ${HIGHEST}, the most outside the system`);
  if (preemptionPolicy !== undefined && !POLICIES.includes(preemptionPolicy))
    to.unsupported(root.field("preemptionPolicy"), preemptionPolicy, POLICIES);
}

/** @see k8s.io/kubernetes/pkg/apis/scheduling/validation/validation.go ValidatePriorityClassUpdate */
export function validatePriorityClassUpdate(
  { value = 0, preemptionPolicy }: Decoded<PriorityClass>,
  old: Decoded<PriorityClass>,
  to: Complaints,
): void {
  if (value !== (old.value ?? 0))
    to.forbidden(
      root.field("value"),
      "cannot be changed in an existing PriorityClass",
      "create a class of another name",
    );
  validateImmutable(preemptionPolicy, old.preemptionPolicy, root.field("preemptionPolicy"), to);
}
