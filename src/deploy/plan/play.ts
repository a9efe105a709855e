import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type KubeObject, refOf } from "../../client/object.ts";
import { valueAt } from "../../kubernetes/fields.ts";
import { sameJson } from "../../kubernetes/json-equality.ts";
import { FIELD_MANAGER } from "../names.ts";
import { touches } from "./fields/field-set.ts";
import { ownEntry } from "./ownership/managers.ts";
import { makersOf, migrated, withoutMakers } from "./ownership/migration.ts";
import type { Preparation } from "./plan.ts";
import { type Tried, tryApply } from "./try-apply.ts";

/** An apply that was played, with what is done before it. */
export type Played = Tried & { readonly preparations: readonly Preparation[] };

const REPLICAS = ["spec", "replicas"];

/**
 * Plays the apply of an object that is there, as it will be after its preparations: they are not made,
 * so their effect is worked out here.
 */
export async function play(
  cluster: Cluster,
  applied: KubeObject,
  live: KubeObject,
  given: { readonly takeOver: readonly string[]; readonly isAutoscaled: boolean },
  signal?: AbortSignal,
): Promise<Played> {
  const migrating = makersOf(live);
  const replicas = given.isAutoscaled ? handedOver(applied, live) : undefined;
  const preparations: Preparation[] = [
    ...(migrating.length > 0 ? [{ type: "migrate", managers: migrating } as const] : []),
    ...(replicas !== undefined ? [{ type: "hand-over-replicas", replicas } as const] : []),
  ];
  const sent = (object: KubeObject) =>
    replicas === undefined
      ? object
      : { ...object, spec: { ...(object.spec as object | undefined), replicas } };
  const claims = { ...given, migrating };
  const tried = await tryApply(cluster, applied, claims, sent, signal);
  if (tried.type !== "accepted" || migrating.length === 0) return { ...tried, preparations };
  return { ...(await afterMigration(cluster, tried, signal)), preparations };
}

/** The count that nobody but us would hold, and that goes to an autoscaler; undefined where nothing would be lost. */
function handedOver(applied: KubeObject, live: KubeObject): number | undefined {
  const replicas = valueAt(live, REPLICAS);
  if (typeof replicas !== "number" || valueAt(applied, REPLICAS) !== undefined) return undefined;
  const entries = migrated(live);
  const own = ownEntry(entries);
  const owners = entries.filter(({ fieldsV1 }) => touches(fieldsV1 ?? {}, REPLICAS));
  return own && owners.length === 1 && owners[0] === own ? replicas : undefined;
}

/** What the makers leave when their fields are ours; the server fills in its defaults. */
async function afterMigration(
  cluster: Cluster,
  tried: Tried & { readonly type: "accepted" },
  signal?: AbortSignal,
): Promise<Tried> {
  const { result, applied } = tried;
  const left = withoutMakers(result);
  if (sameJson(left, result)) return tried;
  try {
    const options = { type: "json", manager: FIELD_MANAGER, dryRun: true } as const;
    const { object } = await cluster.patch(refOf(result), contentOf(left, result), options, signal);
    // Who owns what is told by the apply.
    const { managedFields } = result.metadata;
    return { ...tried, result: { ...object, metadata: { ...object.metadata, managedFields } } };
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    return { type: "refused", refusal: problem, applied };
  }
}

/** A JSON patch that gives an object all the content of another one. */
function contentOf(left: KubeObject, result: KubeObject): object[] {
  const own = ["apiVersion", "kind", "metadata", "status"];
  const fields = Object.keys({ ...result, ...left }).filter((name) => !own.includes(name));
  const change = (path: string, value: unknown, before: unknown) => {
    if (value !== undefined) return [{ op: "add", path, value }];
    return before === undefined ? [] : [{ op: "remove", path }];
  };
  return [
    ...fields.flatMap((name) => change(`/${name}`, left[name], result[name])),
    ...(["labels", "annotations", "finalizers"] as const).flatMap((name) =>
      change(`/metadata/${name}`, left.metadata[name], result.metadata[name]),
    ),
  ];
}
