import { fileOf, type Types } from "./shape.ts";

/**
 * Which names Kubernetes gives to types of some fields: operators copy types such as `Container`
 * into their definitions, where they lose their names.
 */
export class Likeness {
  private readonly names = new Map<string, string | undefined>();

  /** Fields that several types have, or that are fewer than three, tell nothing. */
  constructor(minors: Iterable<Types>) {
    for (const types of minors) {
      for (const [type, { fields }] of types) {
        if (!["core.v1", "meta.v1"].includes(fileOf(type))) continue;
        const key = keyOf(Object.keys(fields));
        const name = type.slice(type.indexOf(":") + 1);
        const isNew = !this.names.has(key) || this.names.get(key) === name;
        this.names.set(key, isNew ? name : undefined);
      }
    }
  }

  /** The name of the one Kubernetes type that has these fields. */
  nameOf(fields: readonly string[]): string | undefined {
    return fields.length > 2 ? this.names.get(keyOf(fields)) : undefined;
  }
}

function keyOf(fields: readonly string[]): string {
  return fields.toSorted().join(" ");
}
