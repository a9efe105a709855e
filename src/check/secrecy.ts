/** What may hold a value that nobody is to see: all of a Secret, and every environment variable. */
export function isConfidential(kind: string, path: string): boolean {
  return kind === "Secret" || /(^|\.)env\[/.test(path);
}

/**
 * The values of an object's environment variables, for not showing a line in which one stands. Short
 * ones are left out: they are words such as `true`, and stand everywhere.
 */
export function environmentValues(object: object): readonly string[] {
  const values = known.get(object) ?? valuesIn(object);
  known.set(object, values);
  return values;
}

/** An object may have thousands of findings. */
const known = new WeakMap<object, readonly string[]>();

function valuesIn(object: unknown): string[] {
  if (typeof object !== "object" || object === null) return [];
  return Object.entries(object).flatMap(([key, value]) =>
    key === "env" && Array.isArray(value) ? value.flatMap(linesOf) : valuesIn(value),
  );
}

function linesOf(variable: unknown): string[] {
  const { value } = (variable ?? {}) as { readonly value?: unknown };
  const lines = String(value ?? "").split("\n");
  return lines.filter((line) => line.length >= SHORTEST);
}

const SHORTEST = 6;
