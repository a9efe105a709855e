import type { Varying } from "../../reference/varying.ts";

/** A value, or each of several with the environments that have it. */
export function varied<T>(
  values: Varying<T>,
  environments: number,
  text: (value: T) => string = String,
): string {
  const [first, ...more] = values;
  if (!first) return "";
  if (more.length === 0 && first.environments.length === environments) return text(first.value);
  return values
    .map(({ value, environments: names }) => `${text(value) || "–"} (${names.join(", ")})`)
    .join("<br>");
}
