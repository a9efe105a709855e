import { isFields } from "../../../kubernetes/fields.ts";
import { parseQuantity, quantityProblem } from "../../../kubernetes/quantity.ts";
import type { NodeSize } from "../../nodes.ts";
import { inventory } from "../../objects/inventory.ts";
import { once } from "../../world.ts";

/**
 * The nodes of the cluster: those that a person tells, else the Nodes of the input. Empty where they
 * are not known, also where one of them does not say what it has.
 */
export const clusterNodes = once((world): readonly NodeSize[] => {
  if (world.nodes && world.nodes.length > 0) return world.nodes;
  const sizes = inventory(world)
    .all("Node")
    .map(({ subject }): NodeSize | undefined => {
      const { status } = subject.object;
      const { allocatable, capacity } = isFields(status) ? status : {};
      const { cpu, memory } = [allocatable, capacity].find(isFields) ?? {};
      if (!isAmount(cpu) || !isAmount(memory)) return undefined;
      return { count: 1, cpu: parseQuantity(cpu), memory: parseQuantity(memory) };
    });
  const known = sizes.filter((size) => size !== undefined);
  return known.length < sizes.length ? [] : known;
});

function isAmount(value: unknown): value is string | number {
  if (typeof value !== "string" && typeof value !== "number") return false;
  return quantityProblem(value) === undefined;
}
