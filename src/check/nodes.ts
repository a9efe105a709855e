import { parseQuantity, type Quantity, quantityProblem } from "../kubernetes/quantity.ts";

/** Nodes of one size, by what pods may have of each: what is allocatable, not what is built in. */
export interface NodeSize {
  readonly count: number;
  readonly cpu: Quantity;
  readonly memory: Quantity;
}

/**
 * Reads `N:CPU,MEMORY`, the nodes of a cluster: `3:4,16Gi` are three with 4 CPUs and 16Gi each.
 *
 * @returns undefined for anything else
 */
export function parseNodes(text: string): NodeSize | undefined {
  const [, count, cpu = "", memory = ""] = /^(\d{1,5}):([^,]+),([^,]+)$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) return undefined;
  if (quantityProblem(cpu) !== undefined || quantityProblem(memory) !== undefined) return undefined;
  return { count: Number(count), cpu: parseQuantity(cpu), memory: parseQuantity(memory) };
}
