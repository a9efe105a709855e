import { type KubeObject, keyOf, refOf } from "../../client/object.ts";
import { podSpecOf } from "../../kubernetes/pod-reads.ts";
import { definedKinds, isDefinedBy } from "../definitions.ts";
import { Configuration, contentChanges } from "../digests.ts";
import { inParallel } from "../in-parallel.ts";
import { Masker } from "../secrecy.ts";
import type { Wanted } from "../wanted.ts";
import { autoscaledBy, scaledName } from "./autoscaled.ts";
import type { PlanInput } from "./input.ts";

/** Requests at a time. */
export const WIDTH = 16;

/** What the plans of single objects look up. */
export interface Context extends PlanInput {
  /** The release's live objects by key. */
  readonly members: ReadonlyMap<string, KubeObject>;
  /** Objects of the last deploy, as its record has them, by key. */
  readonly recorded: ReadonlyMap<string, KubeObject>;
  readonly ran: Readonly<Record<string, string>>;
  /** Namespaces that this deploy brings. */
  readonly newNamespaces: ReadonlySet<string>;
  /** `GROUP/KIND` of the definitions that this deploy has. */
  readonly definitions: ReadonlySet<string>;
  readonly isAutoscaled: (object: KubeObject) => boolean;
  /** With how many replicas an autoscaled object begins; undefined where the server's default is as good. */
  readonly firstReplicas: (object: KubeObject) => number | undefined;
  readonly configuration: Configuration;
  /** Keys of ConfigMaps and Secrets whose content changes. */
  readonly changedContents: ReadonlySet<string>;
}

/** Reads what all plans of objects need. */
export async function contextOf(input: PlanInput): Promise<Context> {
  const { cluster, desired, previous, membership, signal } = input;
  const objects = desired.wanted.map(({ object }) => object);
  const members = byKey(membership.members);
  const keys = new Set(desired.wanted.map(({ key }) => key));
  const newNamespaces = await missingNamespaces(input, members);
  const scaled = objects.filter((object) => canScale(object));
  const namespaces = new Set(scaled.flatMap(({ metadata }) => metadata.namespace ?? []));
  const isPruned = (live: KubeObject) => {
    const key = keyOf(refOf(live));
    return !input.options.untouched && members.has(key) && !keys.has(key);
  };
  const autoscaled = await autoscaledBy(
    cluster,
    objects,
    namespaces.difference(newNamespaces),
    isPruned,
    signal,
  );
  const named = ({ kind, metadata }: KubeObject) =>
    scaledName(kind, metadata.namespace, metadata.name);
  const { changed, live } = await contents(input, members, newNamespaces);
  // Values that go are as secret as those that come.
  const masker = Masker.of(live);
  return {
    ...input,
    mask: (text) => masker.mask(input.mask(text)),
    members,
    recorded: byKey(previous?.objects ?? []),
    ran: input.migrated ?? previous?.migrated ?? {},
    newNamespaces,
    definitions: definedKinds(objects),
    isAutoscaled: (object) => autoscaled.has(named(object)),
    firstReplicas: (object) => {
      const least = autoscaled.get(named(object)) ?? 0;
      return least > 1 ? least : undefined;
    },
    configuration: new Configuration(objects, input.digest),
    changedContents: changed,
  };
}

function byKey(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [keyOf(refOf(object)), object]));
}

function spaceOf({ metadata }: KubeObject): string {
  return metadata.namespace ?? "";
}

async function missingNamespaces(
  { cluster, desired, signal }: PlanInput,
  members: ReadonlyMap<string, KubeObject>,
): Promise<ReadonlySet<string>> {
  const own = desired.wanted.filter(
    ({ object, key }) =>
      object.kind === "Namespace" && object.apiVersion === "v1" && !members.has(key),
  );
  const missing = await inParallel(WIDTH, own, async ({ object }) =>
    (await cluster.get(refOf(object), signal)) ? [] : [object.metadata.name],
  );
  return new Set(missing.flat());
}

/** Whether an object has a count of replicas that an autoscaler may set. */
function canScale(object: KubeObject): boolean {
  const { kind, spec } = object as { kind: string; spec?: { replicas?: unknown } };
  const isWorkload = /^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/.test(kind);
  return (isWorkload && podSpecOf(object) !== undefined) || typeof spec?.replicas === "number";
}

/** Whether a definition of this deploy brings the kind of an object. */
export function isDefined({ definitions }: Context, object: KubeObject): boolean {
  return isDefinedBy(definitions, object);
}

/** Whether this deploy brings the namespace of an object. */
export function isInNewNamespace({ newNamespaces }: Context, { metadata }: KubeObject): boolean {
  return metadata.namespace !== undefined && newNamespaces.has(metadata.namespace);
}

/** The ConfigMaps and Secrets that are there, and which of them change. */
async function contents(
  { cluster, desired, options, signal }: PlanInput,
  members: ReadonlyMap<string, KubeObject>,
  newNamespaces: ReadonlySet<string>,
): Promise<{ readonly changed: ReadonlySet<string>; readonly live: readonly KubeObject[] }> {
  const read = desired.wanted.filter(
    ({ object: { apiVersion, kind } }) =>
      apiVersion === "v1" && (kind === "ConfigMap" || kind === "Secret"),
  );
  const found = await inParallel(WIDTH, read, async ({ key, object }: Wanted) => {
    // Of a new release nothing runs yet that could read them.
    const isNew = (members.size === 0 && !options.adopt) || newNamespaces.has(spaceOf(object));
    const live = members.get(key) ?? (isNew ? undefined : await cluster.get(refOf(object), signal));
    return { key, live, isChanged: contentChanges(object, live) };
  });
  const changed = found.filter(({ isChanged }) => isChanged).map(({ key }) => key);
  return {
    changed: new Set(changed),
    live: [...members.values(), ...found.flatMap(({ live }) => live ?? [])],
  };
}
