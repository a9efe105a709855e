import { dns1123LabelProblem } from "../names.ts";
import { parseQuantity } from "../quantity.ts";
import { quantityMilliValue } from "../quantity-arithmetic.ts";
import { isHugePages, mayOvercommit, refusedAmountProblem } from "../resource-amounts.ts";
import { quote } from "../text.ts";
import type { ResourceClaim, ResourceRequirements } from "../types/core.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";
import { notFound } from "./not-found.ts";

type Amounts = Readonly<Record<string, string | number | undefined>>;

/**
 * Requests and limits of a container or of a whole pod, and the claims it uses.
 *
 * @param nameProblem what is wrong with the name of a resource here
 * @param claims the names of the pod's `resourceClaims`
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceRequirements
 */
export function validateResourceRequirements(
  { requests, limits, claims = [] }: Decoded<ResourceRequirements>,
  nameProblem: (name: string) => string | undefined,
  ofPod: ReadonlySet<string>,
  path: FieldPath,
  to: Complaints,
): void {
  if (limits) validateAmounts(limits, nameProblem, path.field("limits"), to);
  if (requests) {
    validateAmounts(requests, nameProblem, path.field("requests"), to);
    validateAgainstLimits(requests, limits ?? {}, path, to);
  }
  const names = [...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})];
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory"))
    to.forbidden(path, "huge pages alone are not possible", "give cpu or memory too");
  if (claims.length > 0) validateClaims(claims, ofPod, path.field("claims"), to);
}

function validateAmounts(
  amounts: Amounts,
  nameProblem: (name: string) => string | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  for (const name in amounts) {
    const problem = nameProblem(name) ?? refusedAmountProblem(name, amounts[name] ?? 0);
    if (problem !== undefined) to.invalid(path.key(name), problem);
  }
}

function validateAgainstLimits(
  requests: Amounts,
  limits: Amounts,
  path: FieldPath,
  to: Complaints,
): void {
  for (const name in requests) {
    const request = requests[name] ?? 0;
    const mayDiffer = mayOvercommit(name);
    if (!Object.hasOwn(limits, name)) {
      if (!mayDiffer)
        to.required(
          path.field("limits").key(name),
          `${quote(name)} is never shared: a limit must be given beside the request`,
          `${name}: ${request}`,
        );
      continue;
    }
    const limit = limits[name] ?? 0;
    if (request === limit) continue;
    // The server keeps no more than thousandths.
    const difference = milli(request) - milli(limit);
    const at = path.field("requests").key(name);
    if (!mayDiffer && difference !== 0n)
      to.invalid(at, `${name} must be requested as it is limited, ${limit}`);
    else if (difference > 0n)
      to.invalid(at, `the request of ${name}, ${request}, is above its limit of ${limit}`);
  }
}

function milli(amount: string | number): bigint {
  return quantityMilliValue(parseQuantity(amount));
}

/**
 * Each claim, or each request of one, once.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResourceClaimNames
 */
function validateClaims(
  claims: readonly Decoded<ResourceClaim>[],
  ofPod: ReadonlySet<string>,
  path: FieldPath,
  to: Complaints,
): void {
  const whole = new Set<string>();
  const parts = new Set<string>();
  for (const [index, { name = "", request = "" }] of claims.entries()) {
    const at = path.index(index);
    if (name === "") {
      to.required(at, "must name one of the pod's resourceClaims");
      continue;
    }
    if (request !== "" && !whole.has(name))
      to.problem(at.field("request"), dns1123LabelProblem(request));
    const key = request === "" ? name : `${name}/${request}`;
    const isUsed = request === "" && parts.has(name);
    if (whole.has(name) || whole.has(key) || isUsed) to.duplicate(at, key);
    whole.add(key);
    if (request !== "") parts.add(name);
    if (!ofPod.has(name)) notFound("item of the pod's resourceClaims", name, ofPod, at, to);
  }
}
