import { type KubeObject, refOf, titleOf } from "../../client/object.ts";
import { isFields } from "../../kubernetes/fields.ts";
import { operatorOf } from "../../kubernetes/operators.ts";
import { podSpecOf, readsOf } from "../../kubernetes/pod-reads.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { inParallel } from "../in-parallel.ts";
import { madeSecrets } from "../order/made-secrets.ts";
import type { Plan, PlannedObject, Stop } from "../plan/plan.ts";
import type { RequiredSecret } from "../wanted.ts";
import { changing, newNamespaces } from "./changing.ts";
import { type Look, UNKNOWN } from "./look.ts";
import { at, remarked, stopped, together, type Verdict } from "./verdict.ts";

/** Requests at a time. */
const WIDTH = 16;

/** Secrets and ConfigMaps that pods cannot start without, and that nothing here brings. */
export async function contentsFor(
  look: Look,
  plan: Plan,
  required: readonly RequiredSecret[],
): Promise<Verdict> {
  const fresh = newNamespaces(plan);
  const brought = new Set(
    plan.objects.flatMap(({ applied }) => [idOf(applied), ...madeBy(applied)]),
  );
  const declared = required.filter(
    ({ namespace, name }) => !brought.has(`Secret/${namespace}/${name}`),
  );
  const known = new Set(declared.map(({ namespace, name }) => `Secret/${namespace}/${name}`));
  const reads = changing(plan).flatMap(readBy);
  // Programs of the cluster copy some into every new namespace, and operators make some.
  const mayCome = plan.objects.some(({ applied }) => isUnknownMaker(applied));
  const comes = (namespace: string) => (fresh.has(namespace) ? "new" : mayCome ? "perhaps" : "no");
  const others = Map.groupBy(
    reads.filter(({ id }) => !brought.has(id) && !known.has(id)),
    ({ id }) => id,
  );
  return together([
    ...(await inParallel(WIDTH, declared, (each) => declaredFor(look, each, fresh))),
    ...(await inParallel(WIDTH, [...others.values()], (each) => readFor(look, each, comes))),
  ]);
}

/** A custom resource of which nobody knows what its controller makes. */
function isUnknownMaker({ apiVersion }: KubeObject): boolean {
  const { group } = splitApiVersion(apiVersion);
  return group.includes(".") && !group.endsWith(".k8s.io") && operatorOf(group) === undefined;
}

interface Reading {
  readonly planned: PlannedObject;
  readonly id: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly key?: string | undefined;
  /** Of an image: perhaps it can be pulled without. */
  readonly isForPull: boolean;
}

function readBy(planned: PlannedObject): Reading[] {
  const spec = podSpecOf(planned.applied);
  const { namespace } = planned.applied.metadata;
  if (spec === undefined || namespace === undefined) return [];
  const pulls = Array.isArray(spec.imagePullSecrets) ? spec.imagePullSecrets : [];
  const all = [
    ...readsOf(spec).filter(({ optional }) => !optional),
    ...pulls.flatMap((each) =>
      isFields(each) && typeof each.name === "string"
        ? [{ kind: "Secret", name: each.name, key: undefined, isForPull: true }]
        : [],
    ),
  ];
  return all
    .filter(({ kind, name }) => kind !== "ConfigMap" || name !== "kube-root-ca.crt")
    .map((read) => {
      const { kind, name, key } = read;
      const isForPull = "isForPull" in read;
      return { planned, id: `${kind}/${namespace}/${name}`, kind, namespace, name, key, isForPull };
    });
}

function idOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ""}/${metadata.name}`;
}

function madeBy(object: KubeObject): string[] {
  return madeSecrets(object).map((name) => `Secret/${object.metadata.namespace ?? ""}/${name}`);
}

async function declaredFor(
  look: Look,
  { namespace, name, keys, instead, where }: RequiredSecret,
  fresh: ReadonlySet<string>,
): Promise<Verdict> {
  const ref = { apiVersion: "v1", kind: "Secret", namespace, name };
  const live = fresh.has(namespace) ? undefined : await look.get(ref);
  if (live === UNKNOWN) return remarked(unreadable(titleOf(ref)));
  const stop = (message: string, how: string) =>
    stopped({ code: "preflight", ref, message, instead: how, where: where() });
  if (live === undefined) {
    const first = fresh.has(namespace) ? `kubectl create namespace ${namespace}; ` : "";
    const adopt = fresh.has(namespace) ? ` (and deploy with --adopt, for the namespace)` : "";
    return stop(
      `there is no ${titleOf(ref)}, which somebody else was to put there${withKeys(keys)}`,
      `${first}${instead}${adopt}`,
    );
  }
  const missing = keys.filter((key) => !keysOf(live).has(key));
  if (missing.length === 0) return remarked();
  return stop(`${titleOf(ref)} has no ${missing.join(", ")}`, addKeys(namespace, name, missing));
}

function withKeys(keys: readonly string[]): string {
  return keys.length === 0 ? "" : `, with ${keys.join(", ")}`;
}

function addKeys(namespace: string, name: string, keys: readonly string[]): string {
  const data = keys.map((key) => `"${key}":"VALUE"`).join(",");
  return `kubectl -n ${namespace} patch secret ${name} -p '{"stringData":{${data}}}'`;
}

async function readFor(
  look: Look,
  reads: readonly Reading[],
  comes: (namespace: string) => "new" | "perhaps" | "no",
): Promise<Verdict> {
  const [first] = reads;
  if (first === undefined) return remarked();
  const { kind, namespace, name, planned } = first;
  const ref = { apiVersion: "v1", kind, namespace, name };
  const way = comes(namespace);
  const live = way === "new" ? undefined : await look.get(ref);
  if (live === UNKNOWN) return remarked(unreadable(titleOf(ref)));
  const who = titleOf(refOf(planned.applied));
  if (live === undefined) {
    const message = `there is no ${titleOf(ref)}, which ${who} reads`;
    if (reads.every(({ isForPull }) => isForPull))
      return remarked(`there is no ${titleOf(ref)}, by which ${who} pulls its image`);
    if (way !== "no") return remarked(`${message}: somebody else has to bring it`);
    return stopped(
      stopOf(planned, message, `create it, or let the pods start without it: optional: true`),
    );
  }
  const have = keysOf(live);
  const missing = new Set(reads.flatMap(({ key }) => (key && !have.has(key) ? [key] : [])));
  if (missing.size === 0) return remarked();
  const message = `${titleOf(ref)} has no ${[...missing].join(", ")}, which ${who} reads`;
  const instead =
    kind === "Secret"
      ? addKeys(namespace, name, [...missing])
      : `kubectl -n ${namespace} edit configmap ${name}`;
  return stopped(stopOf(planned, message, instead));
}

function stopOf(planned: PlannedObject, message: string, instead: string): Stop {
  return at(planned, [], message, instead);
}

function unreadable(title: string): string {
  return `${title} may not be read: whether it is as it must be is not known`;
}

function keysOf({ data, binaryData }: KubeObject): ReadonlySet<string> {
  return new Set([data, binaryData].flatMap((each) => (isFields(each) ? Object.keys(each) : [])));
}
