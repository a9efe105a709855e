import { dns1123LabelProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { DeviceClaim, DeviceConstraint } from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateConfiguration } from "./configuration.ts";
import { validateItems, validateSet } from "./items.ts";
import { validateFullyQualifiedName } from "./names.ts";
import { validateRequest } from "./request.ts";

const MOST_REQUESTS = 32;
const MOST_CONSTRAINTS = 32;
const MOST_CONFIGURATIONS = 32;

/**
 * What devices are wanted.
 *
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceClaim
 */
export function validateDeviceClaim(
  claim: Decoded<DeviceClaim>,
  path: FieldPath,
  to: Complaints,
): void {
  const { requests = [], constraints = [], config = [] } = claim;
  const nameOf = ({ name = "" }: { readonly name?: string | undefined }) => name;
  const at = path.field("requests");
  validateSet(requests, MOST_REQUESTS, validateRequest, nameOf, at, to, "name");
  const known = namesOf(claim);
  validateItems(
    constraints,
    MOST_CONSTRAINTS,
    (constraint, each) => {
      validateReferences(constraint.requests ?? [], known, each.field("requests"), to);
      validateConstraint(constraint, each, to);
    },
    path.field("constraints"),
    to,
  );
  validateItems(
    config,
    MOST_CONFIGURATIONS,
    (configuration, each) => {
      validateReferences(configuration.requests ?? [], known, each.field("requests"), to);
      validateConfiguration(configuration, each, to);
    },
    path.field("config"),
    to,
  );
}

/** `gpu`, and `gpu/large` where a request has alternatives. */
function namesOf({ requests = [] }: Decoded<DeviceClaim>): ReadonlySet<string> {
  const names = requests.flatMap(({ name = "", firstAvailable = [] }) => [
    name,
    ...firstAvailable.map((alternative) => `${name}/${alternative.name ?? ""}`),
  ]);
  return new Set(names);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateRequestNameRef */
function validateReferences(
  names: readonly string[],
  known: ReadonlySet<string>,
  path: FieldPath,
  to: Complaints,
): void {
  const validate = (name: string, at: FieldPath) => {
    const parts = name.split("/");
    if (parts.length <= 2) for (const part of parts) to.problem(at, dns1123LabelProblem(part));
    if (!known.has(name))
      to.invalid(at, `there is no request ${quote(name)}`, [...known].join(", ") || undefined);
  };
  validateSet(names, MOST_REQUESTS, validate, (name) => name, path, to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDeviceConstraint */
function validateConstraint(
  { matchAttribute, distinctAttribute }: Decoded<DeviceConstraint>,
  path: FieldPath,
  to: Complaints,
): void {
  if (matchAttribute !== undefined)
    validateFullyQualifiedName(matchAttribute, path.field("matchAttribute"), to);
  else if (distinctAttribute !== undefined)
    validateFullyQualifiedName(distinctAttribute, path.field("distinctAttribute"), to);
  else if (to.minor >= 36) to.required(path, "asks nothing", "matchAttribute or distinctAttribute");
  else to.required(path.field("matchAttribute"));
}
