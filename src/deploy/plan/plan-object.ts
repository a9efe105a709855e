import { ApiError } from "../../client/errors.ts";
import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { type Digests, withDigests } from "../digests.ts";
import { FIELD_MANAGER } from "../names.ts";
import type { Wanted } from "../wanted.ts";
import { becomesMember } from "./belonging.ts";
import { composed, withImagesOf, withReplicas } from "./composed.ts";
import { type Context, isDefined, isInNewNamespace } from "./context.ts";
import { without } from "./fields/path.ts";
import { empty, type ObjectPlan } from "./object-plan.ts";
import { conflictsOf, isConflict } from "./ownership/conflicts.ts";
import type { PlannedObject, Stop } from "./plan.ts";
import { planLive } from "./plan-live.ts";
import { refused, stopAt } from "./stops.ts";

/** Plans one object: what is there, and what the server makes of an apply. */
export async function planObject(context: Context, wanted: Wanted): Promise<ObjectPlan> {
  const { cluster, signal } = context;
  const { object, key } = wanted;
  const member = context.members.get(key);
  const applied = appliedOf(context, wanted, member);
  if (wanted.isMigration && Object.hasOwn(context.ran, key))
    return one({ ...empty(wanted, applied), action: "skip", why: `it ran at ${context.ran[key]}` });
  if (!(await cluster.kindOf(object.apiVersion, object.kind, signal)))
    return isDefined(context, object)
      ? one(created(context, wanted, applied))
      : { planned: empty(wanted, applied), stops: [unknownKind(wanted)] };
  if (isInNewNamespace(context, object)) return one(created(context, wanted, applied));
  // What is no member is most likely not there: an apply that is played tells, and judges it at once.
  if (!member && !wanted.isShared) {
    const tried = await tryNew(context, wanted, applied);
    if (tried) return tried;
  }
  const isSame = member?.apiVersion === object.apiVersion;
  const live = isSame ? member : await cluster.get(refOf(object), signal);
  if (live) return planLive(context, wanted, appliedOf(context, wanted, live), live);
  // A shared object that is not there, or one that went this very moment.
  return (await tryNew(context, wanted, applied)) ?? one(created(context, wanted, applied));
}

function one(planned: PlannedObject): ObjectPlan {
  return { planned, stops: [] };
}

/** What is applied of a wanted object, next to what is there of it. */
export function appliedOf(
  context: Context,
  wanted: Wanted,
  live: KubeObject | undefined,
): KubeObject {
  const { membership, options, recorded, isAutoscaled } = context;
  const whole = composed(wanted, becomesMember(wanted, live) ? membership.partOf : undefined);
  const before = recorded.get(wanted.key) ?? live;
  const imaged = options.keepImages ? withImagesOf(whole, before) : whole;
  return isAutoscaled(imaged) ? without(imaged, ["spec", "replicas"]) : imaged;
}

/** What is created says all that its pods read, and begins with what its autoscaler would give it at its first look. */
function created(context: Context, wanted: Wanted, whole: KubeObject): PlannedObject {
  const digests: Digests = context.configuration.digestsFor(whole);
  const digested = withDigests(whole, digests);
  const applied = withReplicas(digested, context.firstReplicas(whole));
  const carriesReplicas = applied !== digested;
  const was = context.recorded.has(wanted.key) && wanted.object.kind !== "Job";
  const why = was ? "it was deleted since the last deploy" : undefined;
  return { ...empty(wanted, applied), carriesReplicas, why };
}

/** Undefined where the object turns out to be there. */
async function tryNew(
  context: Context,
  wanted: Wanted,
  applied: KubeObject,
): Promise<ObjectPlan | undefined> {
  const { cluster, mask, signal } = context;
  const planned = created(context, wanted, applied);
  try {
    const options = { manager: FIELD_MANAGER, dryRun: true };
    const { object, warnings } = await cluster.apply(planned.applied, options, signal);
    // The server gives no version to what it would only create.
    if (object.metadata.resourceVersion !== undefined) return undefined;
    return one({ ...planned, warnings: warnings.map(mask) });
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    if (problem.status === 404 && isDefined(context, wanted.object)) return one(planned);
    if (isConflict(problem) && conflictsOf(problem, applied).length > 0) return undefined;
    if (await cluster.get(refOf(wanted.object), signal)) return undefined;
    return { planned, stops: [notCreated(wanted, problem, mask)] };
  }
}

function notCreated(wanted: Wanted, problem: ApiError, mask: (text: string) => string): Stop {
  const { namespace } = wanted.object.metadata;
  if (problem.status !== 404 || namespace === undefined) return refused(wanted, problem, mask);
  return stopAt(wanted, {
    code: "refused",
    message: `${titleOf(refOf(wanted.object))}: there is no namespace ${namespace}`,
    instead: `create it (kubectl create namespace ${namespace}), or add it to what is deployed`,
  });
}

function unknownKind(wanted: Wanted): Stop {
  const { apiVersion, kind } = wanted.object;
  return stopAt(wanted, {
    code: "unknown-kind",
    message: `the cluster does not know ${kind} of ${apiVersion}, which ${titleOf(refOf(wanted.object))} is`,
    instead: "install what brings this kind, or deploy its CustomResourceDefinition with it",
  });
}
