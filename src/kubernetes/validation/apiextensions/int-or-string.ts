import type { Props } from "./props.ts";
import { isZero } from "./zero.ts";

/** Whether schemas say, in these very words, that a value is an integer or a text. */
export function isIntOrString(anyOf: readonly Props[]): boolean {
  return anyOf.length === 2 && isOnly(anyOf[0], "integer") && isOnly(anyOf[1], "string");
}

function isOnly(props: Props | undefined, type: string): boolean {
  if (props?.type !== type) return false;
  return Object.entries(props).every(([word, value]) => word === "type" || isZero(word, value));
}

/** Whether a schema of metadata says nothing but what names there may be. */
export function isOnlyMeta(metadata: Props): boolean {
  const { properties = {}, type, default: preset, ...rest } = metadata;
  const isName = (name: string) => name === "name" || name === "generateName";
  const names = Object.keys(properties);
  return names.every(isName) && Object.entries(rest).every(([word, value]) => isZero(word, value));
}
