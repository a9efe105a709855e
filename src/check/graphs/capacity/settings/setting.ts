import type { FieldPath } from "../../../../kubernetes/validation/field-path.ts";
import type { Item } from "../../../objects/inventory.ts";
import type { Given } from "./texts.ts";

/** How much memory a program is told that it may take. */
export interface Setting {
  /** What takes it, and the name of the setting: `the heap of the JVM (-Xmx)`. */
  readonly title: string;
  readonly bytes: number;
  readonly item: Item;
  readonly path: FieldPath;
  /** It may be as much as the limit: the program counts all that it takes. */
  readonly mayEqual: boolean;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["b", 1],
  ["k", 2 ** 10],
  ["m", 2 ** 20],
  ["g", 2 ** 30],
  ["t", 2 ** 40],
]);

/** `512`, `512m`, `2GB`, `750MiB`: units are powers of 1024, as nearly all programs have them. */
export function bytesOf(number: string | undefined, unit = ""): number | undefined {
  const factor = unit === "" ? 1 : UNITS.get(unit[0]?.toLowerCase() ?? "");
  const value = Number(number);
  return factor === undefined || !(value > 0) ? undefined : value * factor;
}

export function settingAt(
  { item, path, name }: Given,
  title: string,
  bytes: number | undefined,
  mayEqual = false,
): Setting[] {
  const where = name === "" ? "" : ` in ${name}`;
  return bytes === undefined ? [] : [{ title: `${title}${where}`, bytes, item, path, mayEqual }];
}

/** Bytes as manifests have them: `512Mi`; rounded to what a person wants to read. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ["Gi", 2 ** 30],
    ["Mi", 2 ** 20],
    ["Ki", 2 ** 10],
  ] as const)
    if (bytes >= size) return `${Number((bytes / size).toFixed(1))}${unit}`;
  return String(Math.round(bytes));
}
