import type { Item } from "../../objects/inventory.ts";

/** How a message names an object. */
export function titleOf({ kind, name }: Pick<Item, "kind" | "name">): string {
  return `${kind} ${name}`;
}

const MOST = 4;

/** A list of which a message shows the first ones. */
export function listed(all: readonly string[]): string {
  const shown = all.slice(0, MOST).join(", ");
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}
