import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type ObjectRef, refOf } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { FIELD_MANAGER } from "../names.ts";
import { without } from "./fields/path.ts";
import { isConflict } from "./ownership/conflicts.ts";
import { SCALE_MANAGER } from "./ownership/managers.ts";
import { migrationPatch } from "./ownership/migration.ts";
import type { Growth, PlannedObject } from "./plan.ts";

/** How often an object may change under our hands. */
const ATTEMPTS = 10;

/**
 * Does what comes before an object is applied. Each step may be done again with the same effect.
 *
 * @throws ApiError, ConnectionError
 */
export async function prepare(
  cluster: Cluster,
  { applied, preparations, grows }: PlannedObject,
  signal?: AbortSignal,
): Promise<void> {
  const ref = refOf(applied);
  for (const { type } of preparations) {
    if (type === "migrate") await migrate(cluster, ref, signal);
    else await handOver(cluster, ref, signal);
  }
  for (const growth of grows) await grow(cluster, growth, signal);
}

/**
 * Does what comes after an object was applied: a count of replicas that was only carried over is left to
 * others again.
 *
 * @throws ApiError, ConnectionError
 */
export async function finish(
  cluster: Cluster,
  { applied, carriesReplicas, force }: PlannedObject,
  signal?: AbortSignal,
): Promise<void> {
  if (!carriesReplicas) return;
  await handOver(cluster, refOf(applied), signal);
  const rest = without(applied, ["spec", "replicas"]);
  await cluster.apply(rest, { manager: FIELD_MANAGER, force }, signal);
}

async function migrate(cluster: Cluster, ref: ObjectRef, signal?: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const live = await cluster.get(ref, signal);
    const patch = live && migrationPatch(live);
    if (!patch) return;
    try {
      await cluster.patch(ref, patch, { type: "json", manager: FIELD_MANAGER }, signal);
      return;
    } catch (problem) {
      const isChanged = problem instanceof ApiError && problem.status === 409;
      if (!isChanged || attempt === ATTEMPTS) throw problem;
    }
  }
}

/** A count that changed meanwhile has an owner by now. */
async function handOver(cluster: Cluster, ref: ObjectRef, signal?: AbortSignal): Promise<void> {
  const replicas = valueAt(await cluster.get(ref, signal), ["spec", "replicas"]);
  if (typeof replicas !== "number") return;
  const { apiVersion, kind, ...metadata } = ref;
  const object = { apiVersion, kind, metadata, spec: { replicas } };
  try {
    await cluster.apply(object, { manager: SCALE_MANAGER }, signal);
  } catch (problem) {
    if (!isConflict(problem)) throw problem;
  }
}

async function grow(cluster: Cluster, { claim, to }: Growth, signal?: AbortSignal): Promise<void> {
  const patch = { spec: { resources: { requests: { storage: to } } } };
  await cluster.patch(claim, patch, { type: "merge", manager: FIELD_MANAGER }, signal);
}
