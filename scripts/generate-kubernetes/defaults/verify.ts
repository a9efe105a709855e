import { isDeepStrictEqual } from "node:util";
import { findKind } from "../../../src/kubernetes/kinds.ts";
import { type Schema, schemaOf } from "../../../src/kubernetes/schema.ts";
import { isOutside, type Value } from "./observe.ts";
import type { Sample } from "./samples/index.ts";

/**
 * Where a sample as we fill it differs from what the server stored, metadata and what a server
 * allocates aside.
 */
export function differences(sample: Sample, filled: unknown, stored: unknown): string[] {
  const root = findKind(sample.apiVersion, sample.kind)!.type;
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
  return compare(filled, stored, sample, schemaOf(sample.apiVersion, sample.kind)!, "");
}
