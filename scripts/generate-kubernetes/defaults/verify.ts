import { isDeepStrictEqual } from "node:util";
import { type DefaultsTable, Filler } from "../../../src/kubernetes/defaults.ts";
import { findKind } from "../../../src/kubernetes/kinds.ts";
import { type Schema, schemaOf } from "../../../src/kubernetes/schema.ts";
import { type Answer, isOutside, type Value } from "./observe.ts";

/** Where filling a sample from the table gives something else than what the server stored: paths. */
export function differences(table: DefaultsTable, { sample, stored }: Answer): string[] {
  const schema = schemaOf(sample.apiVersion, sample.kind)!;
  const root = findKind(sample.apiVersion, sample.kind)!.type;
  const filled = structuredClone(sample);
  new Filler(table, root).fill(filled, schema);
  const compare = (a: unknown, b: unknown, sent: unknown, at: Schema, path: string): string[] => {
    if (Array.isArray(a) && Array.isArray(b) && at.items) {
      const items = at.items;
      return a.flatMap((item, i) =>
        compare(item, b[i], (sent as unknown[])?.[i], items, `${path}[${i}]`),
      );
    }
    if (at.fields.size === 0 || typeof a !== "object" || a === null) {
      return isDeepStrictEqual(a, b) ? [] : [path];
    }
    return [...at.fields].flatMap(([name, field]) => {
      const [x, y, z] = [a, b, sent].map((value) => (value as Value | undefined)?.[name]);
      const below = path === "" ? name : `${path}.${name}`;
      return isOutside(`${at.typeName}.${name}`, root, z) ? [] : compare(x, y, z, field, below);
    });
  };
  return compare(filled, stored, sample, schema, "");
}
