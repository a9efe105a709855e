import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import { sameJson } from "../../kubernetes/json-equality.ts";
import { FIELD_MANAGER } from "../names.ts";
import { without } from "./fields/path.ts";
import { conflictsOf, type FieldConflict, isConflict } from "./ownership/conflicts.ts";
import { sortOf } from "./ownership/managers.ts";
import type { Yield } from "./plan.ts";

/** Who may lose fields to us, beside people. */
export interface Claims {
  /** Managers that a person named. */
  readonly takeOver: readonly string[];
  /** Managers whose fields become ours anyway. */
  readonly migrating: readonly string[];
  /** Whether an autoscaler scales the object. */
  readonly isAutoscaled: boolean;
}

/** What the server says of an apply. */
export type Tried =
  | {
      readonly type: "accepted";
      /** Without the fields that are left to controllers. */
      readonly applied: KubeObject;
      readonly result: KubeObject;
      readonly warnings: readonly string[];
      readonly force: boolean;
      readonly takesFrom: readonly string[];
      readonly yields: readonly Yield[];
    }
  | { readonly type: "conflict"; readonly conflicts: readonly FieldConflict[] }
  | { readonly type: "refused"; readonly refusal: ApiError; readonly applied: KubeObject };

/**
 * Plays an apply: first without force, to hear whose fields it would take; then as it is meant.
 *
 * @param sent Makes of what is applied what the dry run is sent.
 * @throws ConnectionError
 */
export async function tryApply(
  cluster: Cluster,
  object: KubeObject,
  claims: Claims,
  sent: (applied: KubeObject) => KubeObject,
  signal?: AbortSignal,
): Promise<Tried> {
  let applied = object;
  let force = false;
  const takesFrom = new Set<string>();
  const yields: Yield[] = [];
  for (;;) {
    try {
      const options = { manager: FIELD_MANAGER, dryRun: true, force };
      const { object: result, warnings } = await cluster.apply(sent(applied), options, signal);
      const takes = [...takesFrom];
      return { type: "accepted", applied, result, warnings, force, takesFrom: takes, yields };
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (!isConflict(problem)) return { type: "refused", refusal: problem, applied };
      const conflicts = conflictsOf(problem, applied);
      const unknown: FieldConflict[] = [];
      for (const conflict of conflicts) {
        const { manager, path, elements } = conflict;
        const verdict = verdictOn(conflict, claims);
        const rest = verdict === "yield" ? without(applied, elements) : applied;
        if (verdict === "stop" || (verdict === "yield" && sameJson(rest, applied)))
          unknown.push(conflict);
        else if (verdict === "yield") yields.push({ path, manager });
        else if (verdict === "take") takesFrom.add(manager);
        if (verdict === "take" || verdict === "ours") force = true;
        applied = rest;
      }
      if (unknown.length > 0) return { type: "conflict", conflicts: unknown };
    }
  }
}

function verdictOn(
  { manager, subresource, path }: FieldConflict,
  { takeOver, migrating, isAutoscaled }: Claims,
): "ours" | "take" | "yield" | "stop" {
  if (migrating.includes(manager) || takeOver.includes(manager)) return "take";
  const sort = sortOf(manager, subresource);
  // An autoscaler that is gone left its count behind.
  if (sort === "controller" && path === "spec.replicas" && subresource === "scale" && !isAutoscaled)
    return "take";
  if (sort === "ours") return "ours";
  if (sort === "person") return "take";
  return sort === "controller" ? "yield" : "stop";
}
