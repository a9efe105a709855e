import type { Order } from "./order.ts";

/**
 * How much comes before each thing of an order, along the longest way: what is equally deep waits for
 * nothing of each other, and for nothing that is deeper.
 */
export function depthsIn(order: Order): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const depthOf = (key: string): number => {
    const known = depths.get(key);
    if (known !== undefined) return known;
    const depth = Math.max(0, ...(order.get(key) ?? []).map((need) => depthOf(need.key) + 1));
    depths.set(key, depth);
    return depth;
  };
  for (const key of order.keys()) depthOf(key);
  return depths;
}
