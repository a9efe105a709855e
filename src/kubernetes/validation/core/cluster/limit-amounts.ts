import { parseQuantity, type Quantity } from "../../../quantity.ts";
import {
  compareQuantities,
  quantityMilliValue,
  quantityValue,
} from "../../../quantity-arithmetic.ts";
import { mayOvercommit } from "../../../resource-amounts.ts";
import type { LimitRangeItem } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

type Item = Decoded<LimitRangeItem>;
type Field = "min" | "max" | "default" | "defaultRequest" | "maxLimitRequestRatio";

/** Each pair must be in order; the complaint is about the field at the end. */
const ORDER: readonly (readonly [lower: Field, upper: Field, blamed: Field])[] = [
  ["min", "max", "min"],
  ["min", "defaultRequest", "defaultRequest"],
  ["defaultRequest", "max", "defaultRequest"],
  ["defaultRequest", "default", "defaultRequest"],
  ["min", "default", "default"],
  ["default", "max", "default"],
];

const ONE = parseQuantity("1");
const MOST_MILLI = (2n ** 63n - 1n) / 1000n;

/**
 * Whether the limits of one resource agree with each other.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateLimitRange
 */
export function validateLimitAmounts(item: Item, path: FieldPath, to: Complaints): void {
  const { min, max, default: limit, defaultRequest, maxLimitRequestRatio } = item;
  const maps = [min, max, limit, defaultRequest, maxLimitRequestRatio];
  for (const name of new Set(maps.flatMap((map) => Object.keys(map ?? {}))))
    validateResource(name, item, path, to);
}

function validateResource(name: string, item: Item, path: FieldPath, to: Complaints): void {
  const amountOf = (field: Field): Quantity | undefined => {
    const isDefault = field === "default" || field === "defaultRequest";
    const amount = isDefault && item.type === "Pod" ? undefined : item[field]?.[name];
    return amount === undefined ? undefined : parseQuantity(amount);
  };
  for (const [lower, upper, blamed] of ORDER) {
    const [low, high] = [amountOf(lower), amountOf(upper)];
    if (low && high && compareQuantities(low, high) > 0)
      to.invalid(
        path.field(blamed).key(name),
        `${lower}, ${item[lower]?.[name]}, is above ${upper}, ${item[upper]?.[name]}`,
      );
  }
  validateRatio(amountOf, path.field("maxLimitRequestRatio").key(name), to);
  const [limit, request] = [amountOf("default"), amountOf("defaultRequest")];
  if (limit && request && !mayOvercommit(name) && compareQuantities(limit, request) !== 0)
    to.invalid(
      path.field("defaultRequest").key(name),
      `must equal default: ${name} cannot be shared`,
    );
}

function validateRatio(
  amountOf: (field: Field) => Quantity | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  const ratio = amountOf("maxLimitRequestRatio");
  if (!ratio) return;
  if (compareQuantities(ratio, ONE) < 0) to.invalid(path, "a ratio below 1 fits nothing", "1");
  const [min, max] = [amountOf("min"), amountOf("max")];
  if (!min || !max) return;
  const all = [ratio, min, max];
  const isExact = all.every((each) => quantityValue(each) < MOST_MILLI);
  const [r = 0, low = 0, high = 0] = isExact
    ? all.map((each, index) => Number(quantityMilliValue(each)) / (index === 0 ? 1000 : 1))
    : all.map((each) => Number(quantityValue(each)));
  const most = high / low;
  if (r > most) to.invalid(path, `is above ${most}, which is max divided by min`);
}
