/** What may hold a value that nobody is to see: all of a Secret, and every environment variable. */
export function isConfidential(kind: string, path: string): boolean {
  return kind === "Secret" || /(^|\.)env\[/.test(path);
}

/** {@link isConfidential}, but for names: those of a Secret are told everywhere. */
export function holdsValue(kind: string, path: string): boolean {
  return isConfidential(kind, path) && !path.startsWith("metadata");
}

/**
 * The values of an object's environment variables, for not showing a line in which one stands. Short
 * ones are left out: they are words such as `true`, and stand everywhere.
 */
export function environmentValues(object: object): readonly string[] {
  const values = known.get(object) ?? addValues(object, []);
  known.set(object, values);
  return values;
}

/** An object may have thousands of findings. */
const known = new WeakMap<object, readonly string[]>();

function addValues(object: object, values: string[]): string[] {
  if (Array.isArray(object)) {
    for (const each of object) if (isObject(each)) addValues(each, values);
    return values;
  }
  for (const [key, value] of Object.entries(object))
    if (key === "env" && Array.isArray(value)) values.push(...value.flatMap(linesOf));
    else if (isObject(value)) addValues(value, values);
  return values;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function linesOf(variable: unknown): string[] {
  const { value } = (variable ?? {}) as { readonly value?: unknown };
  const lines = String(value ?? "").split("\n");
  return lines.filter((line) => line.length >= SHORTEST);
}

const SHORTEST = 6;
