import type { Cluster } from "../client/cluster.ts";
import type { KubeObject } from "../client/object.ts";
import { type Desired, plainWanted, type Wanted } from "../deploy/wanted.ts";
import { fieldsIn, isFields, valueAt } from "../kubernetes/fields.ts";
import { splitApiVersion } from "../kubernetes/versions.ts";
import type { RenderedEnvironment } from "../load/environment.ts";
import type { ImageChoice, Resolved } from "../platform/resolve/index.ts";
import { type Problem, ProblemError } from "../problem.ts";
import type { Rendered } from "../render/index.ts";
import { desiredOf } from "./desired.ts";
import { requiredSecrets, withSecrets } from "./secrets.ts";

/** What of an environment goes into a test's namespace, and what does not. */
export interface TrialMaterial {
  readonly made: RenderedEnvironment;
  /** In sentences, a group each. */
  readonly remarks: readonly string[];
}

/**
 * What of an environment is deployed for a test: all but what belongs to the real environment's hosts,
 * to those who are on duty, and to the whole cluster. What would do something at a time of its own, or
 * be reached from outside, is kept from it.
 */
export function trialMaterial({ resolved, rendered }: RenderedEnvironment): TrialMaterial {
  const why = whyLeft(resolved, rendered);
  const sorted = Map.groupBy(rendered, why);
  const kept = (sorted.get(undefined) ?? []).map(calmed);
  const left = [...sorted].flatMap(([reason, entries]) =>
    reason === undefined ? [] : [`left out, ${reason}: ${entries.map(titleOf).join(", ")}`],
  );
  const changed = Map.groupBy(kept, ({ how }) => how);
  const calm = [...changed].flatMap(([how, entries]) =>
    how === undefined ? [] : [`${how}: ${entries.map(({ entry }) => titleOf(entry)).join(", ")}`],
  );
  const made = { resolved, rendered: kept.map(({ entry }) => entry) };
  return { made, remarks: [...left, ...calm] };
}

const ROUTES = /^(cert-manager\.io|gateway\.networking\.k8s\.io|gateway\.envoyproxy\.io)$/;
const GITOPS = /^(argoproj\.io|.*\.toolkit\.fluxcd\.io)$/;
const MONITORS: ReadonlySet<string> = new Set(["ServiceMonitor", "PodMonitor"]);

/** Why an object is no part of a test; undefined for one that is. */
function whyLeft({ namespace, dashboards }: Resolved, rendered: readonly Rendered[]) {
  const shown = new Set(dashboards.map(({ name }) => name));
  const isScraped = rendered.some(({ object }) => countsOnScrapes(object as KubeObject));
  return ({ object, component }: Rendered): string | undefined => {
    const { group } = splitApiVersion(object.apiVersion);
    const { kind, metadata } = object;
    if (ROUTES.test(group) || (kind === "Ingress" && group === "networking.k8s.io"))
      return "since hosts are the environment's own";
    if (GITOPS.test(group)) return "since nobody else is to apply it";
    if (group === "monitoring.coreos.com" && !(isScraped && MONITORS.has(kind)))
      return "since nobody is to watch it";
    if (kind === "ConfigMap" && component !== undefined && shown.has(component))
      return "since nobody is to watch it";
    if (metadata.namespace === namespace) return undefined;
    if (metadata.namespace !== undefined) return "since it is for another namespace";
    // What carries the name of a namespace that was not there before is nobody else's.
    const isOwn = metadata.name?.includes(namespace) ?? false;
    return isOwn ? undefined : "since the whole cluster has it; it must be there already";
  };
}

/** Whether it is an autoscaler that reads what monitors have scraped. */
function countsOnScrapes({ kind, spec }: KubeObject): boolean {
  if (kind !== "HorizontalPodAutoscaler") return false;
  const metrics = fieldsIn(valueAt(spec, ["metrics"]));
  return metrics.some(({ type }) => type !== "Resource" && type !== "ContainerResource");
}

interface Calmed {
  readonly entry: Rendered;
  /** What was changed; undefined where nothing was. */
  readonly how?: string;
}

function calmed(entry: Rendered): Calmed {
  const object = entry.object as unknown as KubeObject;
  const { kind, spec } = object;
  if (!isFields(spec)) return { entry };
  if (kind === "CronJob") return { entry: withSpec(entry, { suspend: true }), how: "suspended" };
  if (kind === "Service" && /^(LoadBalancer|NodePort)$/.test(String(spec.type)))
    return { entry: inside(entry, spec), how: "without an address outside" };
  if (kind === "PersistentVolumeClaim" && spec.volumeName !== undefined)
    return { entry: withSpec(entry, { volumeName: undefined }), how: "with a volume of its own" };
  return { entry };
}

/** A Service that only the cluster reaches; the ports of nodes are others' already. */
function inside(entry: Rendered, spec: Record<string, unknown>): Rendered {
  const ports = fieldsIn(spec.ports).map(({ nodePort: _, ...port }) => port);
  return withSpec(entry, {
    type: "ClusterIP",
    ports,
    loadBalancerSourceRanges: undefined,
    loadBalancerIP: undefined,
    loadBalancerClass: undefined,
    allocateLoadBalancerNodePorts: undefined,
    externalTrafficPolicy: undefined,
    externalIPs: undefined,
    healthCheckNodePort: undefined,
  });
}

/** With other fields in its spec; undefined ones are taken away. */
function withSpec(entry: Rendered, change: Readonly<Record<string, unknown>>): Rendered {
  const object = entry.object as unknown as KubeObject;
  const all = Object.entries({ ...(object.spec as object), ...change });
  const spec = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  return { ...entry, object: { ...object, spec } as Rendered["object"] };
}

function titleOf({ object }: Rendered): string {
  return `${object.kind} ${object.metadata.name}`;
}

/**
 * What is deployed for a test, with made up secrets, and those that nobody can make up, such as the login
 * to a registry, as they are in the environment's own namespace. No other Secret is read there.
 *
 * @param own the environment that is tested
 * @param file the platform's, as it was loaded
 * @throws ProblemError with the Secrets that can be neither made up nor taken from there
 */
export async function trialDesired(
  { made }: TrialMaterial,
  own: Resolved,
  file: string,
  choice: ImageChoice,
  cluster: Cluster,
  signal?: AbortSignal,
): Promise<Desired> {
  const twin = made.resolved;
  const copies = await copiedSecrets(cluster, own, twin, signal);
  const desired = desiredOf(made, file, choice);
  const all = await withSecrets(desired, twin, file, undefined, signal);
  // A test is called the same in each run.
  const lasting = (part?: string) => part?.replaceAll(twin.namespace, own.namespace);
  const wanted = [...all.wanted, ...copies].map((each) => ({ ...each, part: lasting(each.part) }));
  return { ...all, wanted };
}

/** Their values are in what is returned, and in nothing else. */
async function copiedSecrets(
  cluster: Cluster,
  own: Resolved,
  twin: Resolved,
  signal?: AbortSignal,
): Promise<readonly Wanted[]> {
  const typed = new Map(twin.secrets.map((secret) => [secret.name, secret]));
  const { namespace } = own;
  const asked = requiredSecrets({ ...twin, namespace }).filter(({ name }) => typed.has(name));
  const problems: Problem[] = [];
  const copies = await Promise.all(
    asked.map(async ({ name, where, instead }): Promise<Wanted[]> => {
      const ref = { apiVersion: "v1", kind: "Secret", namespace, name };
      const live = await cluster.get(ref, signal);
      const type = typed.get(name)?.type;
      if (live === undefined) {
        problems.push({
          message: `the Secret ${name} of type ${type} cannot be made up, and ${namespace} has none`,
          where: where(),
          why: "a test takes it from the environment's own namespace",
          instead,
        });
        return [];
      }
      const metadata = { name, namespace: twin.namespace };
      const copy = { apiVersion: "v1", kind: "Secret", metadata, type: live.type, data: live.data };
      return [{ ...plainWanted(copy), part: name, where }];
    }),
  );
  if (problems.length > 0) throw new ProblemError(problems);
  return copies.flat();
}
