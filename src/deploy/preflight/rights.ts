import type { Cluster } from "../../client/cluster.ts";
import { type ObjectRef, refOf } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { inParallel } from "../plan/in-parallel.ts";
import type { Plan, Stop } from "../plan/plan.ts";
import type { ReleaseName, Wanted } from "../wanted.ts";
import { changing } from "./changing.ts";
import { fine, type Verdict } from "./verdict.ts";

/** Requests at a time. */
const WIDTH = 16;

/** What must be allowed in one namespace, or in the whole cluster. */
interface Right {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string | undefined;
}

interface Denied extends Right {
  /** The verbs that are not allowed. */
  readonly denied: readonly string[];
}

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

/** Whether the server lets us do what a deploy needs. One question for who may do everything. */
export async function rightsFor(
  cluster: Cluster,
  release: ReleaseName,
  writings: readonly Writing[],
  signal?: AbortSignal,
): Promise<Verdict> {
  const everything = { verb: "*", group: "*", resource: "*" };
  if (await cluster.may(everything, signal)) return fine;
  const needed = await neededFor(cluster, writings, signal);
  const [must, should] = await Promise.all([
    deniedOf(cluster, [...ownRights(release), ...needed], signal),
    deniedOf(cluster, looking(release, writings), signal),
  ]);
  return { stops: stopsFor(must), remarks: should.map(remark) };
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
  return [...new Set([namespace, ...placed])].flatMap((each) => [
    { verbs: ["list", "watch"], group: "", resource: "pods", namespace: each },
    { verbs: ["list", "watch"], group: "", resource: "events", namespace: each },
    { verbs: ["get"], group: "", resource: "pods", subresource: "log", namespace: each },
    { verbs: ["list", "watch"], group: "apps", resource: "replicasets", namespace: each },
  ]);
}

async function deniedOf(
  cluster: Cluster,
  rights: readonly Right[],
  signal?: AbortSignal,
): Promise<Denied[]> {
  const asked = rights.flatMap((right) => right.verbs.map((verb) => ({ right, verb })));
  const answers = await inParallel(WIDTH, asked, async ({ right, verb }) => {
    const { verbs: _verbs, ...access } = right;
    return { right, verb, isAllowed: await cluster.may({ ...access, verb }, signal) };
  });
  const refused = answers.filter(({ isAllowed }) => !isAllowed);
  const byRight = Map.groupBy(refused, ({ right }) => right);
  return [...byRight].map(([right, all]) => ({ ...right, denied: all.map(({ verb }) => verb) }));
}

/** One stop for each namespace, with the rules that are missing. */
function stopsFor(denied: readonly Denied[]): Stop[] {
  const byNamespace = Map.groupBy(denied, ({ namespace }) => namespace);
  return [...byNamespace].map(([namespace, all]) => {
    const merged = Map.groupBy(all, ({ group, resource }) => nameOf({ group, resource }));
    const rules = [...merged].map(([name, same]) => {
      const verbs = new Set(same.flatMap((each) => each.denied));
      return { name, verbs: [...verbs].join(",") };
    });
    const byVerbs = Map.groupBy(rules, ({ verbs }) => verbs);
    const lines = [...byVerbs].map(
      ([verbs, same]) => `${verbs} on ${same.map(({ name }) => name).join(", ")}`,
    );
    const place = namespace === undefined ? "in the whole cluster" : `in ${namespace}`;
    const sort = namespace === undefined ? "a ClusterRole" : `a Role in ${namespace}`;
    const kind = namespace === undefined ? "clusterrole" : `-n ${namespace} role`;
    const commands = [...byVerbs].map(([verbs, same], index) => {
      const resources = same.map(({ name }) => name).join(",");
      return `kubectl create ${kind} slipway-${index + 1} --verb=${verbs} --resource=${resources}`;
    });
    return {
      code: "preflight",
      ref: undefined,
      message: `the deploy may not do ${place} what it needs: ${lines.join("; ")}`,
      instead: `${sort}, bound to who deploys: ${commands.join("; ")}`,
    };
  });
}

function remark({ namespace, denied, ...right }: Denied): string {
  return `${denied.join(" and ")} on ${nameOf(right)} is not allowed in ${namespace}: less is told of what goes wrong there`;
}

function nameOf({
  group,
  resource,
  subresource,
}: Pick<Right, "group" | "resource" | "subresource">) {
  const name = group === "" ? resource : `${resource}.${group}`;
  return subresource === undefined ? name : `${name}/${subresource}`;
}
