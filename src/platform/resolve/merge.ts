import { isComponent } from "../component.ts";
import { isPlainObject } from "../shape.ts";
import { isValue } from "../value.ts";

/**
 * Applies an environment's change to options: maps and objects merge, lists and single values
 * replace, `null` takes an entry out.
 */
export function merge(base: unknown, change: unknown, option = ""): unknown {
  if (change === undefined) return base;
  if (!mergeable(base) || !mergeable(change)) return change;
  const merged = option === "external" ? elsewhere(base, change) : { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete merged[key];
    else if (option === "probes")
      merged[key] = mergeProbe(longForm(option, merged[key]), longForm(option, value));
    else merged[key] = merge(longForm(option, merged[key]), longForm(option, value), key);
  }
  return merged;
}

/** The long form of an entry of `resources` or `probes`, of which the other form may meet it in a change. */
export function longForm(option: string, entry: unknown): unknown {
  if (option === "resources" && Array.isArray(entry) && entry.length === 2)
    return { request: entry[0], limit: entry[1] };
  return option === "probes" && typeof entry === "string" ? { get: entry } : entry;
}

/** The ways to say where something outside is, of which it has one. */
const places = ["host", "url", "from"];

/** Something outside whose place a change says anew: what said it before goes. */
function elsewhere(
  base: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isSaid = places.some((key) => change[key] !== undefined && change[key] !== null);
  const kept = Object.entries(base).filter(([key]) => !(isSaid && places.includes(key)));
  return Object.fromEntries(kept);
}

const questions = ["get", "tcp", "exec", "grpc"];

function mergeProbe(base: unknown, change: unknown): unknown {
  const asksAnew =
    isPlainObject(change) &&
    isPlainObject(base) &&
    questions.some((key) => key in change && !(key in base));
  return asksAnew ? change : merge(base, change);
}

function mergeable(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && !isComponent(value) && !isValue(value);
}
