import { parseQuantity, type Quantity } from "../../quantity.ts";
import { addQuantities, compareQuantities, quantityValue } from "../../quantity-arithmetic.ts";
import type {
  CapacityRequestPolicy,
  CapacityRequestPolicyRange,
  DeviceCapacity,
} from "../../types/resource.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateSet } from "./items.ts";

const MOST_VALUES = 10;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateMultiAllocatableDeviceCapacity */
export function validateCapacity(
  { value = "0", requestPolicy }: Decoded<DeviceCapacity>,
  isShared: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  if (!requestPolicy) return;
  const at = path.field("requestPolicy");
  if (isShared) validatePolicy(requestPolicy, parseQuantity(value), at, to);
  else
    to.forbidden(
      at,
      "is for devices that are shared",
      "allowMultipleAllocations: true at the device, or leave it out",
    );
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateRequestPolicy */
function validatePolicy(
  { default: usual, validValues = [], validRange }: Decoded<CapacityRequestPolicy>,
  most: Quantity,
  path: FieldPath,
  to: Complaints,
): void {
  const hasValues = validValues.length > 0;
  if (hasValues && validRange) {
    to.forbidden(path, "validValues and validRange exclude each other", "keep one of the two");
    return;
  }
  if (!hasValues && !validRange) return;
  if (usual === undefined) {
    const field = hasValues ? "validValues" : "validRange";
    to.required(path.field("default"), `must be given where ${field} is`);
  } else if (hasValues)
    validateValues(validValues, parseQuantity(usual), most, path.field("validValues"), to);
  else if (validRange)
    validateRange(validRange, parseQuantity(usual), most, path.field("validRange"), to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateRequestPolicyValidValues */
function validateValues(
  values: readonly (string | number)[],
  usual: Quantity,
  most: Quantity,
  path: FieldPath,
  to: Complaints,
): void {
  const amounts = values.map(parseQuantity);
  for (const [index, amount] of amounts.entries()) {
    const before = amounts[index - 1];
    if (before && compareQuantities(before, amount) > 0)
      to.invalid(path.index(index), `${values[index]} is less than the one before it`);
  }
  const validate = (amount: Quantity, at: FieldPath) => {
    if (compareQuantities(amount, most) > 0) to.invalid(at, "is more than the capacity");
  };
  validateSet(amounts, MOST_VALUES, validate, (each) => String(quantityValue(each)), path, to);
  const isLooked = amounts.length <= MOST_VALUES;
  if (!isLooked || !amounts.some((amount) => compareQuantities(amount, usual) === 0))
    to.invalid(path, "the default is not among them");
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateRequestPolicyRange */
function validateRange(
  { min: least, max, step }: Decoded<CapacityRequestPolicyRange>,
  usual: Quantity,
  most: Quantity,
  path: FieldPath,
  to: Complaints,
): void {
  if (least === undefined) {
    to.required(path.field("min"));
    return;
  }
  const min = parseQuantity(least);
  const minPath = path.field("min");
  if (compareQuantities(min, most) > 0) to.invalid(minPath, "is more than the capacity");
  if (compareQuantities(usual, min) < 0) to.invalid(minPath, "is more than the default");
  const highest = max === undefined ? undefined : parseQuantity(max);
  const maxPath = path.field("max");
  if (highest) {
    if (compareQuantities(min, highest) > 0) to.invalid(maxPath, "is less than min");
    if (compareQuantities(highest, most) > 0) to.invalid(maxPath, "is more than the capacity");
    if (compareQuantities(usual, highest) > 0) to.invalid(maxPath, "is less than the default");
  }
  if (step === undefined) return;
  validateStep(parseQuantity(step), { min, usual, highest, most }, path.field("step"), to);
}

/** The server divides by a step of 0 and breaks off. */
function validateStep(
  step: Quantity,
  range: {
    readonly min: Quantity;
    readonly usual: Quantity;
    readonly highest: Quantity | undefined;
    readonly most: Quantity;
  },
  path: FieldPath,
  to: Complaints,
): void {
  const { min, usual, highest, most } = range;
  if (compareQuantities(addQuantities(min, step), most) > 0)
    to.invalid(path, "leads from min beyond the capacity");
  const [width, start] = [quantityValue(step), quantityValue(min)];
  if (width === 0n) to.invalid(path, "is 0");
  else
    for (const [name, end] of Object.entries({ default: usual, max: highest }))
      if (end && (quantityValue(end) - start) % width !== 0n)
        to.invalid(path, `does not lead from min to ${name} in whole steps`);
}
