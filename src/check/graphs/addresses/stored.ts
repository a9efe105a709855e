import { isFields } from "../../../kubernetes/fields.ts";
import type { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { FieldPath as Path } from "../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../objects/inventory.ts";

/** A text of a ConfigMap or Secret. */
export interface Stored {
  readonly key: string;
  readonly text: string;
  readonly path: FieldPath;
}

/** The texts that a ConfigMap or Secret holds. */
export function textsOf(item: Item): Stored[] {
  return fieldsOf(item).flatMap(([field, values]) =>
    Object.entries(values).flatMap(([key, value]) => {
      const text = decoded(field, item.kind, value);
      return text === undefined ? [] : [{ key, text, path: Path.root.field(field).key(key) }];
    }),
  );
}

/** The text under a key; undefined where there is none. */
export function textOf(item: Item, key: string): string | undefined {
  for (const [field, values] of fieldsOf(item))
    if (Object.hasOwn(values, key)) return decoded(field, item.kind, values[key]);
  return undefined;
}

/** As they are written: the server stores `stringData` under `data`. */
function fieldsOf({ subject: { object } }: Item): [string, Record<string, unknown>][] {
  return ["stringData", "data"].flatMap((field): [string, Record<string, unknown>][] => {
    const values = object[field];
    return isFields(values) ? [[field, values]] : [];
  });
}

function decoded(field: string, kind: string, value: unknown): string | undefined {
  if (typeof value !== "string" || value.startsWith("ENC[")) return undefined;
  if (kind !== "Secret" || field === "stringData") return value;
  try {
    return utf8.decode(Buffer.from(value, "base64"));
  } catch {
    return undefined;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
