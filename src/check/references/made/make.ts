import type { Item } from "../../objects/inventory.ts";
import type { Made } from "../made.ts";
import type { Place } from "../place.ts";

/** An object beside the one that it is made of, and in its namespace unless another is named. */
export function made(
  by: Item,
  kind: string,
  name: string | undefined,
  more: { group?: string; namespace?: string | undefined; keys?: readonly string[] } = {},
): Made[] {
  if (!name) return [];
  const { group = "", keys } = more;
  const namespace = "namespace" in more ? more.namespace : by.namespace;
  return [{ by, target: { group, kind, namespace, name }, keys }];
}

/** The texts of a list. */
export function textsOf(places: readonly Place[]): string[] {
  return places.flatMap(({ text }) => text ?? []);
}
