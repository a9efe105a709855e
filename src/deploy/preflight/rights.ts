import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import { type ObjectRef, refOf } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { inParallel } from "../in-parallel.ts";
import type { Plan } from "../plan/plan.ts";
import type { ReleaseName, Wanted } from "../wanted.ts";
import { changing } from "./changing.ts";
import { type Denied, type Right, remarkFor, stopsFor } from "./rights-told.ts";
import { fine, type Verdict } from "./verdict.ts";

/** Requests at a time. */
const WIDTH = 16;

/** What is done to one object. */
export interface Writing {
  readonly ref: ObjectRef;
  readonly verbs: readonly string[];
}

/** What a plan does. */
export function writingsOf(plan: Plan): Writing[] {
  const goes = plan.prunes.filter(({ kept }) => kept === undefined);
  return [
    ...changing(plan).map(({ applied, action }) => {
      const isAnew = action.startsWith("recreate");
      const made = action === "create" || isAnew ? ["create"] : [];
      const ref = refOf(applied);
      return {
        ref,
        verbs: ["get", "list", "watch", "patch", ...made, ...(isAnew ? ["delete"] : [])],
      };
    }),
    ...goes.map(({ ref }) => ({ ref, verbs: ["delete"] })),
  ];
}

/** What it takes to bring objects of which nothing else is known. */
export function writingsOfAll(wanted: readonly Wanted[]): Writing[] {
  return wanted.map(({ object }) => ({
    ref: refOf(object),
    verbs: ["get", "list", "watch", "patch", "create"],
  }));
}

/**
 * Whether the server lets us do what a deploy needs. One question for who may do everything. Who may not
 * even ask is not judged.
 */
export async function rightsFor(
  cluster: Cluster,
  release: ReleaseName,
  writings: readonly Writing[],
  signal?: AbortSignal,
): Promise<Verdict> {
  const everything = { verb: "*", group: "*", resource: "*" };
  try {
    if (await cluster.may(everything, signal)) return fine;
    const must = [...ownRights(release), ...(await neededFor(cluster, writings, signal))];
    const denied = await deniedOf(cluster, [...must, ...looking(release, writings)], signal);
    return {
      stops: stopsFor(denied.filter(({ isForTelling }) => !isForTelling)),
      remarks: denied.filter(({ isForTelling }) => isForTelling).map(remarkFor),
    };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return fine;
    throw error;
  }
}

const AUTOSCALER = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" };
const SCALED: ReadonlySet<string> = new Set(["Deployment", "StatefulSet"]);

async function neededFor(
  cluster: Cluster,
  writings: readonly Writing[],
  signal?: AbortSignal,
): Promise<Right[]> {
  const rights = new Map<string, Omit<Right, "verbs"> & { readonly verbs: Set<string> }>();
  const add = async (ref: Omit<ObjectRef, "name">, verbs: readonly string[]) => {
    const served = await cluster.kindOf(ref.apiVersion, ref.kind, signal);
    if (!served) return;
    const { group } = splitApiVersion(ref.apiVersion);
    const namespace = served.namespaced ? ref.namespace : undefined;
    const resource = served.plural;
    const key = `${group}/${resource}/${namespace ?? ""}`;
    const right = rights.get(key) ?? { group, resource, namespace, verbs: new Set<string>() };
    for (const verb of verbs) if (served.verbs.includes(verb)) right.verbs.add(verb);
    rights.set(key, right);
  };
  for (const { ref, verbs } of writings) {
    await add(ref, verbs);
    // Whether one of them scales it.
    if (SCALED.has(ref.kind)) await add({ ...AUTOSCALER, namespace: ref.namespace }, ["list"]);
  }
  return [...rights.values()].map((right) => ({ ...right, verbs: [...right.verbs] }));
}

/** What the release keeps for itself: its parent, its records, copies of Secrets, its lock. */
function ownRights({ namespace }: ReleaseName): Right[] {
  const kept = ["get", "list", "create", "patch", "delete"];
  return [
    { verbs: kept, group: "", resource: "configmaps", namespace },
    { verbs: ["get", "list", "create", "delete"], group: "", resource: "secrets", namespace },
    {
      verbs: ["get", "create", "update", "delete"],
      group: "coordination.k8s.io",
      resource: "leases",
      namespace,
    },
  ];
}

/** What tells why pods do not start. */
function looking({ namespace }: ReleaseName, writings: readonly Writing[]): Right[] {
  const placed = writings.flatMap(({ ref }) => ref.namespace ?? []);
  const watching = ["list", "watch"];
  return [...new Set([namespace, ...placed])].flatMap((each) =>
    [
      { verbs: watching, group: "", resource: "pods" },
      { verbs: watching, group: "", resource: "events" },
      { verbs: ["get"], group: "", resource: "pods", subresource: "log" },
      { verbs: watching, group: "apps", resource: "replicasets" },
    ].map((right) => ({ ...right, namespace: each, isForTelling: true })),
  );
}

async function deniedOf(
  cluster: Cluster,
  rights: readonly Right[],
  signal?: AbortSignal,
): Promise<Denied[]> {
  const namespaces = [...new Set(rights.flatMap(({ namespace }) => namespace ?? []))];
  const rules = new Map(
    await inParallel(
      WIDTH,
      namespaces,
      async (each) => [each, await cluster.rules(each, signal)] as const,
    ),
  );
  const isGiven = ({ namespace, group, resource, subresource }: Right, verb: string) => {
    const name = subresource === undefined ? resource : `${resource}/${subresource}`;
    const own = namespace === undefined ? undefined : rules.get(namespace);
    return own?.some(
      (rule) =>
        includes(rule.verbs, verb) &&
        includes(rule.groups, group) &&
        includes(rule.resources, name),
    );
  };
  const asked = rights
    .flatMap((right) => right.verbs.map((verb) => ({ right, verb })))
    .filter(({ right, verb }) => !isGiven(right, verb));
  const answers = await inParallel(WIDTH, asked, async ({ right, verb }) => {
    const { group, resource, subresource, namespace } = right;
    const access = { verb, group, resource, ...(subresource && { subresource }), namespace };
    return { right, verb, isAllowed: await cluster.may(access, signal) };
  });
  const refused = answers.filter(({ isAllowed }) => !isAllowed);
  const byRight = Map.groupBy(refused, ({ right }) => right);
  return [...byRight].map(([right, all]) => ({ ...right, denied: all.map(({ verb }) => verb) }));
}

function includes(all: readonly string[], one: string): boolean {
  return all.includes(one) || all.includes("*");
}
