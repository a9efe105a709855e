import { visible } from "../check/visible.ts";

/** The same data with texts that do not steer the terminal that shows them: they come from the cluster. */
export function clean<T>(value: T): T {
  if (typeof value === "string") return visible(value) as T;
  if (Array.isArray(value)) return value.map(clean) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, clean(each)]);
  return Object.fromEntries(entries) as T;
}
