import { isComponent } from "../component.ts";
import { isPlainObject } from "../shape.ts";
import { isValue } from "../value.ts";

/**
 * Applies an environment's change to options: maps and objects merge, lists and single values
 * replace, `null` takes an entry out.
 */
export function merge(base: unknown, change: unknown): unknown {
  if (change === undefined) return base;
  if (!mergeable(base) || !mergeable(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete merged[key];
    else merged[key] = mergeOption(key, merged[key], value);
  }
  return merged;
}

/** Options of which a short form and a long form can meet in one change. */
function mergeOption(key: string, base: unknown, change: unknown): unknown {
  if (key === "cpu" || key === "memory") return merge(longRange(base), longRange(change));
  if (key === "liveness" || key === "readiness" || key === "startup")
    return mergeProbe(longProbe(base), longProbe(change));
  return merge(base, change);
}

function longRange(range: unknown): unknown {
  return Array.isArray(range) && range.length === 2
    ? { request: range[0], limit: range[1] }
    : range;
}

function longProbe(probe: unknown): unknown {
  return typeof probe === "string" ? { get: probe } : probe;
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
