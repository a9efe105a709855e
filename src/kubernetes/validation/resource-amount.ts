import { parseQuantity } from "../quantity.ts";
import { quantityMilliValue } from "../quantity-arithmetic.ts";
import { isWholeResource } from "../resource-names.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * An amount of a resource: never negative, and whole where parts are not possible.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuantityValue
 */
export function validateResourceAmount(
  name: string,
  amount: string | number,
  path: FieldPath,
  to: Complaints,
): void {
  const quantity = parseQuantity(amount);
  if (quantity.unscaled < 0n) to.invalid(path, `${amount} is negative`, "0 or more");
  if (isWholeResource(name) && quantityMilliValue(quantity) % 1000n !== 0n)
    to.invalid(path, `${amount} is a part of one, and ${name} only comes in whole pieces`);
}
