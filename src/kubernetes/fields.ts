/** An object of JSON, by its fields. */
export type Fields = Record<string, unknown>;

/** Whether a value is an object of JSON, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; none where it is no list. */
export function fieldsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** What stands at a path of JSON; undefined where it leads nowhere. */
export function valueAt(value: unknown, steps: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of steps) {
    const holder = typeof found === "object" && found !== null ? found : {};
    found = Object.hasOwn(holder, step) ? (holder as Fields)[step] : undefined;
  }
  return found;
}
