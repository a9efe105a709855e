import type { Quantity } from "./quantity.ts";

/**
 * Negative, zero or positive, as for `Array.sort`. Exact: `0.1` equals `100m`, `1Gi` is less than
 * `1.1G`.
 *
 * @see k8s.io/apimachinery/pkg/api/resource/quantity.go Cmp
 */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The sum. It is printed in the format of the first, or of the second where the first is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const [left, right, exponent] = aligned(a, b);
  return { unscaled: left + right, exponent, format: a.unscaled === 0n ? b.format : a.format };
}

/** The difference; its format follows the same rule as the sum's. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled });
}

/** The quantity times a whole number, such as a number of replicas. */
export function multiplyQuantity(a: Quantity, times: number | bigint): Quantity {
  return { unscaled: a.unscaled * BigInt(times), exponent: a.exponent, format: a.format };
}

/** The larger of two; the first where they are equal. */
export function maxQuantity(a: Quantity, b: Quantity): Quantity {
  return compareQuantities(b, a) > 0 ? b : a;
}

/** In whole units (bytes, cores), a remainder rounded up, away from zero. */
export function quantityValue(a: Quantity): bigint {
  return scaled(a, 0);
}

/** In thousandths (millicores), a remainder rounded up, away from zero. */
export function quantityMilliValue(a: Quantity): bigint {
  return scaled(a, -3);
}

function scaled({ unscaled, exponent }: Quantity, target: number): bigint {
  if (exponent >= target) return unscaled * 10n ** BigInt(exponent - target);
  const divisor = 10n ** BigInt(target - exponent);
  const whole = unscaled / divisor;
  if (unscaled % divisor === 0n) return whole;
  return unscaled > 0n ? whole + 1n : whole - 1n;
}

function aligned(a: Quantity, b: Quantity): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.unscaled * 10n ** BigInt(a.exponent - exponent);
  const right = b.unscaled * 10n ** BigInt(b.exponent - exponent);
  return [left, right, exponent];
}
