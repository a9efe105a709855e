import type { Target } from "../../client/cluster.ts";
import { isFields } from "../../kubernetes/fields.ts";
import { fail } from "../../problem.ts";
import type { ReleaseName } from "../wanted.ts";
import type { PlanInput } from "./input.ts";
import type { Action, FieldChange, Plan, PlannedObject, Prune, Stop } from "./plan.ts";
import { objectDigest } from "./plan-digest.ts";

const FORMAT = "slipway.dev/plan/v1";

/** What is told of one object. */
export interface SavedObject {
  readonly key: string;
  readonly part: string | undefined;
  readonly action: Action;
  readonly why: string | undefined;
  readonly risk: string | undefined;
  readonly restarts: boolean;
  readonly adoptedFrom: string | undefined;
  readonly takesFrom: readonly string[];
  readonly changes: readonly Omit<FieldChange, "steps">[];
  readonly warnings: readonly string[];
  /** Changes with anything that is done to the object. */
  readonly digest: string;
}

/** A plan as a file: everything that a person decides by, and no object itself. */
export interface SavedPlan {
  readonly format: typeof FORMAT;
  readonly context: string;
  readonly server: string;
  readonly release: ReleaseName;
  readonly environment: string | undefined;
  readonly objects: readonly SavedObject[];
  readonly prunes: readonly Prune[];
  readonly stops: readonly Stop[];
  readonly digest: string;
}

type Keyed = Pick<PlanInput, "digest" | "isKeyKept">;

/** A plan as it is saved. Nothing of it is secret: values of Secrets are placeholders. */
export function savedPlan(
  plan: Plan,
  target: Target,
  environment: string | undefined,
  keyed: Keyed,
): SavedPlan {
  const { release, objects, prunes, stops, digest } = plan;
  return {
    format: FORMAT,
    context: target.context,
    server: target.server,
    release,
    environment,
    objects: objects.map((planned) => savedObject(planned, keyed)),
    prunes,
    stops,
    digest,
  };
}

function savedObject(planned: PlannedObject, keyed: Keyed): SavedObject {
  const { wanted, action, why, risk, restarts, adoptedFrom, takesFrom, changes, warnings } =
    planned;
  return {
    key: wanted.key,
    part: wanted.part,
    action,
    why,
    risk,
    restarts,
    adoptedFrom,
    takesFrom,
    changes: changes.map(({ steps: _steps, ...change }) => change),
    warnings,
    digest: objectDigest(planned, keyed),
  };
}

/**
 * Reads a saved plan.
 *
 * @param file Its name, for messages.
 * @throws ProblemError where it is none.
 */
export function readSavedPlan(text: string, file: string): SavedPlan {
  const instead = "write one with slipway deploy --plan-out FILE";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail({ message: `${file} holds no plan: it is no JSON`, instead });
  }
  if (!isFields(value) || value.format !== FORMAT)
    return fail({ message: `${file} holds no plan of this version of slipway`, instead });
  const lists = ["objects", "prunes", "stops"].every((name) => Array.isArray(value[name]));
  if (!lists || typeof value.digest !== "string" || !isFields(value.release))
    return fail({ message: `${file} holds a plan that is not whole`, instead });
  return value as unknown as SavedPlan;
}

/** Why a saved plan is not what would be done now, a line for each object; empty where it is still true. */
export function outdated(saved: SavedPlan, now: SavedPlan): string[] {
  if (saved.server !== now.server)
    return [`the plan is for the cluster ${saved.server}, and this is ${now.server}`];
  const [then, today] = [saved.release, now.release];
  if (then.name !== today.name || then.namespace !== today.namespace)
    return [`the plan is for the release ${then.name} in ${then.namespace}`];
  if (saved.digest === now.digest) return [];
  const before = new Map(saved.objects.map((object) => [object.key, object]));
  const after = new Map(now.objects.map((object) => [object.key, object]));
  const keys = new Set([...before.keys(), ...after.keys()]);
  const lines = [...keys].flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)];
    if (one?.digest === other?.digest) return [];
    if (!one) return [`${key}: is new in the definition`];
    if (!other) return [`${key}: is no longer in the definition`];
    if (one.action !== other.action) return [`${key}: ${one.action} became ${other.action}`];
    return [`${key}: what would be changed is not the same`];
  });
  return lines.length > 0 ? lines : ["what would be deleted or refused is not the same"];
}
