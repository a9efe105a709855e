import { isComponent } from "../component.ts";
import { isPlainObject } from "../shape.ts";

/** Freezes plain objects and lists all the way down; nothing behind `resolve` may change its result. */
export function freeze<T>(value: T): T {
  if (Array.isArray(value) || (isPlainObject(value) && !isComponent(value))) {
    if (Object.isFrozen(value)) return value;
    for (const entry of Object.values(value)) freeze(entry);
    Object.freeze(value);
  }
  return value;
}
