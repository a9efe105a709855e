import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
} from "../../types/flowcontrol.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateNotNegative } from "../not-negative.ts";
import { nameOf } from "../pod-name-warning.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { mandatoryPriorityLevels } from "./mandatory.ts";
import { validateQueuing } from "./queuing.ts";
import { ZERO_SHARES } from "./zero-shares.ts";

const path = FieldPath.root.field("spec");
const EXEMPT = "exempt";
const TYPES = ["Exempt", "Limited"];
const RESPONSES = ["Queue", "Reject"];

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfiguration */
export function validatePriorityLevel(
  { metadata, spec = {} }: Decoded<PriorityLevelConfiguration>,
  to: Complaints,
): void {
  if (Object.hasOwn(metadata?.annotations ?? {}, ZERO_SHARES))
    to.forbidden(
      FieldPath.root.field("metadata", "annotations").key(ZERO_SHARES),
      "is for v1beta3 only",
      "leave it out: in v1, nominalConcurrencyShares: 0 means 0",
    );
  const name = nameOf(metadata);
  validateSpec(spec, name, to);
  const fixed = mandatoryPriorityLevels.get(name);
  if (fixed && !semanticallyEqual(name === EXEMPT ? { ...spec, exempt: undefined } : spec, fixed))
    to.invalid(path, `of the priority level ${name} is Kubernetes' own`, "one of another name");
}

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidatePriorityLevelConfigurationSpec */
function validateSpec(
  { type = "", limited, exempt }: Decoded<PriorityLevelConfigurationSpec>,
  name: string,
  to: Complaints,
): void {
  const at = path.field("type");
  if ((name === EXEMPT) !== (type === "Exempt"))
    to.invalid(at, `the level named ${EXEMPT}, and no other, is of type Exempt`, "Limited");
  if (type === "Exempt") {
    if (limited) to.forbidden(path.field("limited"), "is not for the type Exempt");
    if (exempt) validateExempt(exempt, path.field("exempt"), to);
  } else if (type === "Limited") {
    if (exempt) to.forbidden(path.field("exempt"), "is not for the type Limited");
    if (limited) validateLimited(limited, path.field("limited"), to);
    else to.required(path.field("limited"), "must be given with the type Limited");
  } else validateChoice(type, TYPES, at, to);
}

function validateExempt(
  { nominalConcurrencyShares, lendablePercent }: Decoded<ExemptPriorityLevelConfiguration>,
  path: FieldPath,
  to: Complaints,
): void {
  validateNotNegative(nominalConcurrencyShares, path.field("nominalConcurrencyShares"), to);
  validatePercent(lendablePercent, path.field("lendablePercent"), to);
}

function validateLimited(
  limited: Decoded<LimitedPriorityLevelConfiguration>,
  path: FieldPath,
  to: Complaints,
): void {
  const { nominalConcurrencyShares, limitResponse = {}, borrowingLimitPercent } = limited;
  validateNotNegative(nominalConcurrencyShares, path.field("nominalConcurrencyShares"), to);
  validateLimitResponse(limitResponse, path.field("limitResponse"), to);
  validatePercent(limited.lendablePercent, path.field("lendablePercent"), to);
  validateNotNegative(borrowingLimitPercent, path.field("borrowingLimitPercent"), to);
}

function validatePercent(percent: number | undefined, path: FieldPath, to: Complaints): void {
  if (percent !== undefined && (percent < 0 || percent > 100))
    to.invalid(path, `${percent} is not between 0 and 100`);
}

/** @see k8s.io/kubernetes/pkg/apis/flowcontrol/validation/validation.go ValidateLimitResponse */
function validateLimitResponse(
  { type = "", queuing }: Decoded<LimitResponse>,
  path: FieldPath,
  to: Complaints,
): void {
  const at = path.field("queuing");
  if (type === "Reject") {
    if (queuing) to.forbidden(at, "is not for the type Reject", "type: Queue, or leave it out");
  } else if (type === "Queue") {
    if (queuing) validateQueuing(queuing, at, to);
    else to.required(at, "must be given with the type Queue", "queuing: {}");
  } else validateChoice(type, RESPONSES, path.field("type"), to);
}

function validateChoice(
  text: string,
  choices: readonly string[],
  path: FieldPath,
  to: Complaints,
): void {
  if (text === "" && to.minor >= 36) to.required(path, `must be one of ${choices.join(", ")}`);
  else to.unsupported(path, text, choices);
}
