import { isComponent } from "../component.ts";
import { isPlainObject } from "../shape.ts";

/** Freezes plain objects and lists all the way down; nothing behind `resolve` may change its result. */
export function freeze<T>(value: T, seen = new Set<unknown>()): T {
  if (seen.has(value)) return value;
  if (Array.isArray(value) || (isPlainObject(value) && !isComponent(value))) {
    seen.add(value);
    for (const entry of Object.values(value)) freeze(entry, seen);
    Object.freeze(value);
  }
  return value;
}
