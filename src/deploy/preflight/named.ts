import { type KubeObject, keyOf, refOf, titleOf } from "../../client/object.ts";
import { didYouMean } from "../../closest.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { installing, operatorOf } from "../../kubernetes/operators.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import { inParallel } from "../in-parallel.ts";
import type { Plan } from "../plan/plan.ts";
import { changing } from "./changing.ts";
import { type Look, UNKNOWN } from "./look.ts";
import { type Reference, referencesOf } from "./references.ts";
import { at, fine, remarked, some, stopped, together, type Verdict } from "./verdict.ts";

/** Requests at a time. */
const WIDTH = 16;

const DEFAULT = "storageclass.kubernetes.io/is-default-class";

/** Classes, stores and issuers that are named, and that the cluster must have. */
export async function namedFor(look: Look, plan: Plan): Promise<Verdict> {
  const objects = plan.objects.map(({ applied }) => applied);
  const brought = new Set(objects.map((applied) => keyOf(refOf(applied))));
  const all = Map.groupBy(
    changing(plan).flatMap(referencesOf),
    ({ apiVersion, kind, namespace, name = "" }) => keyOf({ apiVersion, kind, namespace, name }),
  );
  const missing = [...all].filter(([key]) => !brought.has(key)).map(([, references]) => references);
  return together(
    await inParallel(WIDTH, missing, ([first, ...others]) =>
      first === undefined
        ? Promise.resolve(fine)
        : first.name === undefined
          ? defaultClass(look, [first, ...others], objects)
          : named(look, { ...first, name: first.name }, [first, ...others]),
    ),
  );
}

async function named(
  look: Look,
  first: Reference & { readonly name: string },
  all: readonly Reference[],
): Promise<Verdict> {
  const { apiVersion, kind, namespace, name } = first;
  const ref = { apiVersion, kind, namespace, name };
  const live = await look.get(ref);
  if (live === UNKNOWN) return fine;
  if (live !== undefined) return judged(live);
  if (kind === "StorageClass" && (await hasVolume(look, name))) return fine;
  // Those of Kubernetes itself, which the server answers without an object.
  if (kind === "PriorityClass" && name.startsWith("system-")) return fine;
  const message = `there is no ${titleOf(ref)}, which ${whoName(all)}`;
  return stopped(at(first.from, first.steps, message, await insteadOf(look, first)));
}

function whoName(all: readonly Reference[]): string {
  const titles = [...new Set(all.map(({ from }) => titleOf(refOf(from.applied))))];
  return `${some(titles)} ${titles.length === 1 ? "names" : "name"}`;
}

async function insteadOf(look: Look, { apiVersion, kind, namespace, name = "" }: Reference) {
  const found = await look.list({ apiVersion, kind, namespace });
  const names = found === UNKNOWN ? [] : found.map(({ metadata }) => metadata.name);
  if (names.length > 0) return didYouMean(name, names);
  const operator = operatorOf(splitApiVersion(apiVersion).group);
  if (kind === "IngressClass")
    return name === "nginx"
      ? "install an ingress controller: helm install ingress-nginx ingress-nginx --repo https://kubernetes.github.io/ingress-nginx -n ingress-nginx --create-namespace"
      : "install the ingress controller of that class, which brings it";
  if (kind === "GatewayClass")
    return "install the controller of that class (such as Envoy Gateway: https://gateway.envoyproxy.io/docs/install/), and create the class";
  if (kind === "StorageClass")
    return "a storage driver and its class: https://kubernetes-csi.github.io/docs/drivers.html";
  if (operator === undefined) return `create it: kubectl create -f FILE, with a ${kind}`;
  return `create it; and if nothing is there yet, ${installing(operator)}`;
}

/** A class is also a mere name, by which volumes and claims find each other. */
async function hasVolume(look: Look, name: string | undefined): Promise<boolean> {
  const volumes = await look.list({ apiVersion: "v1", kind: "PersistentVolume" });
  if (volumes === UNKNOWN) return true;
  return volumes.some(
    ({ spec, status }) =>
      (valueAt(spec, ["storageClassName"]) ?? "") === (name ?? "") &&
      valueAt(status, ["phase"]) === "Available",
  );
}

async function defaultClass(
  look: Look,
  all: readonly [Reference, ...Reference[]],
  objects: readonly KubeObject[],
): Promise<Verdict> {
  const [{ apiVersion, kind, from, steps }] = all;
  const live = await look.list({ apiVersion, kind });
  if (live === UNKNOWN) return fine;
  const own = objects.filter((object) => object.kind === kind);
  const isDefault = ({ metadata }: KubeObject) => metadata.annotations?.[DEFAULT] === "true";
  if ([...live, ...own].some(isDefault) || (await hasVolume(look, undefined))) return fine;
  const names = live.map(({ metadata }) => metadata.name);
  const titles = new Set(all.map((each) => titleOf(refOf(each.from.applied))));
  const message = `no StorageClass is the default one, and ${some([...titles])} ${titles.size === 1 ? "names" : "name"} none`;
  const instead =
    names.length > 0
      ? `name one of ${names.join(", ")}, or: kubectl annotate storageclass ${names[0]} ${DEFAULT}=true`
      : "a storage driver and its class: https://kubernetes-csi.github.io/docs/drivers.html";
  return stopped(at(from, steps, message, instead));
}

/** Stores and issuers say whether they work. */
function judged(live: KubeObject): Verdict {
  const conditions = valueAt(live, ["status", "conditions"]);
  const ready = (Array.isArray(conditions) ? conditions : [])
    .filter(isFields)
    .find(({ type }) => type === "Ready");
  if (ready?.status !== "False") return fine;
  return remarked(`${titleOf(refOf(live))} is not ready: ${ready.reason ?? "it does not say why"}`);
}
