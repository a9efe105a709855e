import { type KubeObject, refOf } from "../../client/object.ts";
import { sameJson } from "../../kubernetes/json-equality.ts";
import { type Digests, digestsOn, runsPods, withDigests } from "../digests.ts";
import { recorded } from "../release/recorded.ts";
import type { Wanted } from "../wanted.ts";
import { foreign, foreignOwner, isBareNamespace } from "./belonging.ts";
import { allDifferences, changesOf } from "./changes.ts";
import { withReplicasOf } from "./composed.ts";
import type { Context } from "./context.ts";
import type { Difference } from "./fields/difference.ts";
import { jobEnd } from "./jobs.ts";
import { empty, type ObjectPlan } from "./object-plan.ts";
import { ownEntry } from "./ownership/managers.ts";
import type { PlannedObject } from "./plan.ts";
import { planRefused } from "./plan-refused.ts";
import { type Played, play } from "./play.ts";
import { KEPT_KINDS, riskOfGrowth } from "./risk.ts";
import { conflicting, goingAway, sharedWithOthers } from "./stops.ts";

/** How often an object may change while it is planned. */
const ATTEMPTS = 4;

/** Plans an object that is there. */
export async function planLive(
  context: Context,
  wanted: Wanted,
  composed: KubeObject,
  live: KubeObject,
  attempt = 1,
): Promise<ObjectPlan> {
  const { membership, options, recorded: records } = context;
  const owner = foreignOwner(wanted, live, membership, records.has(wanted.key));
  const refusal = owner !== undefined && !options.adopt ? foreign(wanted, owner) : undefined;
  const isBare = isBareNamespace(wanted, live);
  const stops = refusal && !isBare ? [refusal] : [];
  const base = { ...empty(wanted, composed), live, action: "update", adoptedFrom: owner } as const;
  const anew = reasonToMakeAnew(live);
  const isGoing = live.metadata.deletionTimestamp !== undefined;
  if (isGoing && KEPT_KINDS.includes(live.kind))
    return { planned: base, stops: [...stops, goingAway(wanted)] };
  if (wanted.isMigration && jobEnd(live) === "complete")
    return { planned: { ...base, action: "skip", why: "it is complete" }, stops };
  if (anew !== undefined) {
    const digests = context.configuration.digestsFor(composed);
    const digested = withDigests(composed, digests);
    const applied = withReplicasOf(digested, live);
    const carriesReplicas = applied !== digested;
    const planned = { ...base, applied, carriesReplicas, action: "recreate", why: anew } as const;
    return { planned: { ...planned, restarts: runsPods(live) }, stops };
  }
  const { played, all } = await playWithDigests(context, composed, live);
  if (played.type === "conflict")
    return { planned: base, stops: [...stops, ...conflicting(wanted, played.conflicts)] };
  if (played.type === "refused") {
    const around = await planRefused(context, base, played);
    return { planned: around.planned, stops: [...stops, ...around.stops] };
  }
  if (all.length > 0 && attempt < ATTEMPTS && isOlder(live, played.result)) {
    const fresh = await context.cluster.get(refOf(live), context.signal);
    if (fresh) return planLive(context, wanted, composed, fresh, attempt + 1);
  }
  const planned = update(context, base, played, all);
  // What is only added to a namespace takes nothing from whoever made it.
  if (refusal && isBare && planned.changes.some(({ before }) => before !== undefined))
    return { planned, stops: [refusal] };
  const others = wanted.isShared && all.length > 0 ? membership.otherHolders(wanted.key) : [];
  const asks = others.length > 0 && !options.changeShared;
  return { planned, stops: asks ? [...stops, sharedWithOthers(wanted, others)] : stops };
}

/** Somebody wrote it between the reading and the dry run: what he changed would look like our doing. */
function isOlder(live: KubeObject, result: KubeObject): boolean {
  return live.metadata.resourceVersion !== result.metadata.resourceVersion;
}

function reasonToMakeAnew(live: KubeObject): string | undefined {
  if (live.metadata.deletionTimestamp !== undefined) return "it is being deleted";
  return jobEnd(live) === "failed" ? "it failed the last time" : undefined;
}

/**
 * Plays the apply with the digests that pods may have without being restarted for them alone: those that
 * they have already. With all of them, if their configuration or anything else of them changes anyway.
 */
async function playWithDigests(
  context: Context,
  composed: KubeObject,
  live: KubeObject,
): Promise<{ readonly played: Played; readonly all: readonly Difference[] }> {
  const { cluster, options, isAutoscaled, configuration, changedContents, signal } = context;
  const every = configuration.digestsFor(composed);
  const had = digestsOn(live);
  const some = Object.fromEntries(
    Object.entries(every).filter(([name]) => Object.hasOwn(had, name)),
  );
  const isChanged = configuration.keysReadBy(composed).some((key) => changedContents.has(key));
  const given = { takeOver: options.takeOver ?? [], isAutoscaled: isAutoscaled(live) };
  const attempt = async (digests: Digests) => {
    const applied = withDigests(composed, digests);
    const played = await play(cluster, applied, live, given, signal);
    return { played, all: played.type === "accepted" ? differ(context, live, played.result) : [] };
  };
  if (isChanged || sameJson(some, every)) return attempt(every);
  const first = await attempt(some);
  const isNew = first.played.type === "refused" || first.all.some(isOfTemplate);
  return isNew ? attempt(every) : first;
}

function differ({ digest }: Context, live: KubeObject, result: KubeObject): Difference[] {
  const [before, after] = [recorded(live, digest), recorded(result, digest)];
  return allDifferences({ live: before, result: after }, live, result);
}

function isOfTemplate({ elements }: Difference): boolean {
  return elements[0] === "spec" && elements[1] === "template";
}

function update(
  context: Context,
  base: PlannedObject & { readonly live: KubeObject },
  played: Played & { readonly type: "accepted" },
  all: readonly Difference[],
): PlannedObject {
  const { digest, mask } = context;
  const { wanted, live } = base;
  const { applied, result, warnings, force, takesFrom, yields, preparations } = played;
  const managedFields = live.metadata.managedFields ?? [];
  const owned = [live, result].map((object) => ownEntry(object.metadata.managedFields)?.fieldsV1);
  const isSame = all.length === 0 && preparations.length === 0 && sameJson(owned[0], owned[1]);
  const sides = {
    live: recorded(live, digest),
    result: recorded(result, digest),
    wanted: recorded(applied, digest),
    previous: context.recorded.get(wanted.key),
  };
  const changes = changesOf(sides, all, managedFields, mask);
  const restarts = runsPods(live) && all.some(isOfTemplate);
  const isConfiguration = restarts && !changes.some(({ path }) => path.startsWith("spec.template"));
  return {
    ...base,
    applied,
    action: isSame ? "none" : "update",
    why: isConfiguration ? "the configuration that its pods read changes" : undefined,
    changes,
    risk: riskOfGrowth(live, changes),
    preparations,
    takesFrom,
    force,
    yields,
    restarts,
    warnings: warnings.map(mask),
  };
}
