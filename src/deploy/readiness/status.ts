import type { KubeObject } from "../../client/object.ts";
import { fieldsIn, valueAt } from "../../kubernetes/fields.ts";

/** An entry of `status.conditions`. Texts that are missing are empty. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

const paths = new Map<string, readonly string[]>();

/** What stands at a path: they are few, and asked for again and again. */
function at(object: unknown, path: string): unknown {
  let steps = paths.get(path);
  if (!steps) {
    steps = path.split(".");
    paths.set(path, steps);
  }
  return valueAt(object, steps);
}

/** A number at a path such as `status.readyReplicas`; `otherwise` where there is none. */
export function numberAt(object: unknown, path: string, otherwise = 0): number {
  const value = at(object, path);
  return typeof value === "number" ? value : otherwise;
}

export function textAt(object: unknown, path: string): string {
  const value = at(object, path);
  return typeof value === "string" ? value : "";
}

/** The objects of a list at a path. */
export function itemsAt(object: unknown, path: string): Record<string, unknown>[] {
  const value = at(object, path);
  return fieldsIn(value);
}

/**
 * The conditions in an object's status, or in a part of it. Those that were written for an older
 * generation of the object say nothing and are left out.
 */
export function conditionsIn(part: unknown, { metadata }: KubeObject): Condition[] {
  const generation = metadata.generation ?? 0;
  return itemsAt(part, "conditions")
    .filter((entry) => numberAt(entry, "observedGeneration", generation) >= generation)
    .map((entry) => ({
      type: textAt(entry, "type"),
      status: textAt(entry, "status"),
      reason: textAt(entry, "reason"),
      message: textAt(entry, "message"),
    }));
}

/** One condition of an object. */
export function conditionOf(object: KubeObject, type: string): Condition | undefined {
  return conditionsIn(object.status, object).find((condition) => condition.type === type);
}

/** What a condition says in words. */
export function wordsOf({ type, status, reason, message }: Condition): string {
  return message || reason || `${type} is ${status}`;
}

/** `2 of 3 pods are ready`. */
export function countOf(have: number, want: number, what: string): string {
  return `${have} of ${want} ${want === 1 ? "pod is" : "pods are"} ${what}`;
}
