import { isFields } from "../../kubernetes/fields.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import type { Item } from "./inventory.ts";

/** A text of a ConfigMap or Secret. */
export interface Stored {
  readonly key: string;
  readonly text: string;
  readonly path: FieldPath;
}

/** The texts that a ConfigMap or Secret holds; what is encrypted or no text is none. */
export function textsOf(item: Item<unknown>): readonly Stored[] {
  return [...heldBy(item).values()];
}

/** The text under a key; undefined where there is none. */
export function textOf(item: Item<unknown>, key: string): string | undefined {
  return heldBy(item).get(key)?.text;
}

/** Many rules read them, and those of a Secret are to be decoded. */
const known = new WeakMap<Item<unknown>, ReadonlyMap<string, Stored>>();

function heldBy(item: Item<unknown>): ReadonlyMap<string, Stored> {
  const found = known.get(item) ?? readTexts(item);
  known.set(item, found);
  return found;
}

/** As they are written; of a key that stands in both the server takes that of `stringData`. */
function readTexts({ kind, subject: { object } }: Item<unknown>): Map<string, Stored> {
  const found = new Map<string, Stored>();
  for (const field of ["stringData", "data"]) {
    const values = object[field];
    for (const [key, value] of Object.entries(isFields(values) ? values : {})) {
      const text = decoded(value, kind === "Secret" && field === "data");
      const path = FieldPath.root.field(field).key(key);
      if (text !== undefined && !found.has(key)) found.set(key, { key, text, path });
    }
  }
  return found;
}

function decoded(value: unknown, isBase64: boolean): string | undefined {
  if (typeof value !== "string" || value.startsWith("ENC[")) return undefined;
  if (!isBase64) return value;
  try {
    const text = utf8.decode(Buffer.from(value, "base64"));
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
