import type { KubeObject } from "../../client/object.ts";
import type { Wanted } from "../wanted.ts";
import type { PlannedObject, Stop } from "./plan.ts";

/** What a deploy does to one object, and what keeps it from it. */
export interface ObjectPlan {
  readonly planned: PlannedObject;
  readonly stops: readonly Stop[];
}

/** The plan of an object of which nothing is known but what is wanted. */
export function empty(wanted: Wanted, applied: KubeObject): PlannedObject {
  return {
    wanted,
    applied,
    live: undefined,
    action: "create",
    changes: [],
    preparations: [],
    grows: [],
    takesFrom: [],
    force: false,
    yields: [],
    carriesReplicas: false,
    restarts: false,
    warnings: [],
  };
}
