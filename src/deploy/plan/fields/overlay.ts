import { isFields } from "../../../kubernetes/fields.ts";
import { indexIn } from "./path.ts";
import type { Shape } from "./shape.ts";

/**
 * About what an apply would make of a live value, for what the server does not play: a change that it
 * refuses. What is wanted wins, what only the live one has stays; lists without keys are merged item by
 * item where they are of one length, since the server fills in their defaults.
 */
export function overlay(live: unknown, wanted: unknown, shape: Shape | undefined): unknown {
  if (isFields(live) && isFields(wanted)) {
    const entries = Object.entries(wanted).map(([name, value]) => [
      name,
      overlay(live[name], value, shape?.fields.get(name)),
    ]);
    return { ...live, ...Object.fromEntries(entries) };
  }
  if (!Array.isArray(live) || !Array.isArray(wanted)) return wanted;
  const { keys } = shape ?? {};
  return wanted.map((item, index) => {
    if (!isFields(item)) return item;
    const own = keys && Object.fromEntries(keys.map((key) => [key, item[key]]));
    const at = own ? indexIn(live, { keys: own }) : index;
    const isThere = own ? at >= 0 : live.length === wanted.length;
    return isThere ? overlay(live[at], item, shape?.items) : item;
  });
}
