import { parseQuantity } from "../../../../kubernetes/quantity.ts";
import { quantityValue } from "../../../../kubernetes/quantity-arithmetic.ts";
import type { PlacedContainer, Workload } from "../../../objects/workloads.ts";

/** Above this the container, or its pod, is ended: in bytes. Undefined where nothing limits it. */
export function memoryLimit(
  { spec }: Workload,
  { container }: PlacedContainer,
): number | undefined {
  const amount = container.resources?.limits?.memory ?? spec.resources?.limits?.memory;
  return amount === undefined ? undefined : bytesIn(amount);
}

export function bytesIn(amount: string | number): number {
  return Number(quantityValue(parseQuantity(amount)));
}
