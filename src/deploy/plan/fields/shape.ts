import type { KubeObject } from "../../../client/object.ts";
import { branchesOf, elementOf, type FieldSet, setsOf } from "./field-set.ts";

/**
 * How the lists of an object merge, as far as its owners tell: the server writes an owned item of a list
 * by its keys or as the item of a set, so that custom resources and newer servers are known too. A list
 * that nobody owns by items is one value.
 */
export interface Shape {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly items: Shape | undefined;
  /** The fields that tell the items apart. */
  readonly keys: readonly string[] | undefined;
  /** Its items are told apart by their values. */
  readonly isSet: boolean;
}

/** The shape that all owners of some objects tell together. */
export function shapeOf(...objects: readonly (KubeObject | undefined)[]): Shape {
  const sets = objects.flatMap((object) => object?.metadata.managedFields ?? []);
  return shapeOfSets(setsOf(sets));
}

function shapeOfSets(sets: readonly FieldSet[]): Shape {
  const fields = new Map<string, FieldSet[]>();
  const items: FieldSet[] = [];
  let keys: string[] | undefined;
  let isSet = false;
  for (const [name, inner] of sets.flatMap(branchesOf)) {
    const element = elementOf(name);
    if (typeof element === "string") fields.set(element, [...(fields.get(element) ?? []), inner]);
    else if (typeof element === "object" && "keys" in element) {
      keys = Object.keys(element.keys);
      items.push(inner);
    } else if (typeof element === "object") isSet = true;
  }
  return {
    fields: new Map([...fields].map(([name, inner]) => [name, shapeOfSets(inner)])),
    items: items.length > 0 ? shapeOfSets(items) : undefined,
    keys,
    isSet,
  };
}
