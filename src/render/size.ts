import { parseQuantity } from "../kubernetes/quantity.ts";
import { quantityValue } from "../kubernetes/quantity-arithmetic.ts";

const powers = [1n << 30n, 1n << 20n, 1n << 10n];

/** An amount of bytes as nginx writes it: `"10Mi"` is `10m`; its units are powers of 1024. */
export function nginxSize(amount: string): string {
  return sizeIn(["g", "m", "k"], amount);
}

/** An amount of bytes without a fraction: `"1.5Gi"` is `1536Mi`. */
export function wholeSize(amount: string): string {
  return sizeIn(["Gi", "Mi", "Ki"], amount);
}

function sizeIn(units: readonly string[], amount: string): string {
  const bytes = quantityValue(parseQuantity(amount));
  const index = powers.findIndex((power) => bytes % power === 0n);
  return index < 0 ? String(bytes) : `${bytes / (powers[index] as bigint)}${units[index]}`;
}
