import {
  podLimits,
  podRequests,
  type ResourceList,
  type ResourcesPodSpec,
  sumResources,
} from "../kubernetes/pod-resources.ts";
import { multiplyQuantity } from "../kubernetes/quantity-arithmetic.ts";
import type { Cluster, HorizontalPodAutoscaler } from "../kubernetes/types/index.ts";
import { fail } from "../problem.ts";
import type { Rendered } from "./rendered.ts";

/** What a number of pods ask for and may use. */
export interface Amounts {
  readonly pods: number;
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  /** Resources that some container may use without limit, so that the limits do not say all. */
  readonly unlimited: ReadonlySet<string>;
}

/** With every autoscaler at its minimum, and at its maximum. */
export interface Range {
  readonly minimum: Amounts;
  readonly maximum: Amounts;
}

interface Controller {
  readonly pod: ResourcesPodSpec;
  readonly minimum: number;
  readonly maximum: number;
  readonly ends: boolean;
}

/** Total resources of what runs all the time, and of one run of each job. Pods of a DaemonSet depend on the nodes and are not counted. */
export function resourcesOf(rendered: readonly Rendered[]): { running: Range; jobs: Amounts } {
  const scales = scalesOf(rendered);
  const controllers = rendered.flatMap((entry) => controllerOf(entry, scales) ?? []);
  const running = controllers.filter(({ ends }) => !ends);
  const jobs = controllers.filter(({ ends }) => ends);
  return {
    running: {
      minimum: amountsOf(running.map(({ pod, minimum }) => ({ pod, count: minimum }))),
      maximum: amountsOf(running.map(({ pod, maximum }) => ({ pod, count: maximum }))),
    },
    jobs: amountsOf(jobs.map(({ pod, maximum }) => ({ pod, count: maximum }))),
  };
}

/** What pods of several sorts ask for and may use in all, each sort `count` times. */
export function amountsOf(
  sorts: readonly { readonly pod: ResourcesPodSpec; readonly count: number }[],
): Amounts {
  const of = (amounts: (pod: ResourcesPodSpec) => ResourceList) =>
    sumResources(sorts.map(({ pod, count }) => times(amounts(pod), count)));
  return {
    pods: sorts.reduce((sum, { count }) => sum + count, 0),
    requests: of(podRequests),
    limits: of(podLimits),
    unlimited: new Set(sorts.flatMap(({ pod }) => unlimitedIn(pod))),
  };
}

function times(amounts: ResourceList, count: number): ResourceList {
  return new Map([...amounts].map(([name, amount]) => [name, multiplyQuantity(amount, count)]));
}

function unlimitedIn({ containers, resources }: ResourcesPodSpec): string[] {
  return ["cpu", "memory"].filter(
    (name) =>
      resources?.limits?.[name] === undefined &&
      containers.some((container) => container.resources?.limits?.[name] === undefined),
  );
}

/** As much of an object as its pods depend on. Raw objects and patches may have left any of it out. */
interface WithPods {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string };
  readonly spec?: {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly template?: { readonly spec?: Partial<ResourcesPodSpec> };
    readonly jobTemplate?: { readonly spec?: WithPods["spec"] };
  };
}

function controllerOf(
  entry: Rendered,
  scales: ReturnType<typeof scalesOf>,
): Controller | undefined {
  const { object, site } = entry;
  const { apiVersion, kind, metadata, spec } = object as WithPods;
  if (kind === "Cluster" && apiVersion.startsWith("postgresql.cnpg.io/")) return servers(entry);
  const isCron = kind === "CronJob";
  const run = isCron ? spec?.jobTemplate?.spec : spec;
  const pod = run?.template?.spec;
  if (!Array.isArray(pod?.containers)) return undefined;
  const checked = readable(pod as ResourcesPodSpec, `${kind} ${metadata.name}`, site);
  if (isCron || kind === "Job") {
    const count = run?.parallelism ?? 1;
    return { pod: checked, minimum: count, maximum: count, ends: true };
  }
  if (!["Deployment", "StatefulSet", "ReplicaSet"].includes(kind)) return undefined;
  const replicas = run?.replicas ?? 1;
  const { minimum, maximum } = scales.get(`${kind}/${metadata.name}`) ?? {
    minimum: replicas,
    maximum: replicas,
  };
  return { pod: checked, minimum, maximum, ends: false };
}

/** The servers of a Cluster of CloudNativePG; the operator makes a pod of one container for each. */
function servers({ object, site }: Rendered): Controller {
  const { metadata, spec } = object as Cluster;
  const { resources, instances = 1 } = spec ?? {};
  const pod = { containers: [{ ...(resources && { resources }) }] } as ResourcesPodSpec;
  const checked = readable(pod, `Cluster ${metadata.name}`, site);
  return { pod: checked, minimum: instances, maximum: instances, ends: false };
}

function readable(pod: ResourcesPodSpec, name: string, site: Rendered["site"]): ResourcesPodSpec {
  try {
    podRequests(pod);
    podLimits(pod);
    return pod;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fail({ message: `${name}: ${error.message}`, where: site.where() });
  }
}

/** A HorizontalPodAutoscaler and its bounds. */
export interface AutoscalerBounds {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** The autoscalers by kind and name of what they scale. Raw objects may have left any of it out. */
export function scalesOf(rendered: readonly Rendered[]): ReadonlyMap<string, AutoscalerBounds> {
  return new Map(
    rendered.flatMap(({ object }) => {
      if (object.kind !== "HorizontalPodAutoscaler") return [];
      const { metadata, spec } = object as Partial<HorizontalPodAutoscaler>;
      const { scaleTargetRef, minReplicas = 1, maxReplicas } = spec ?? {};
      if (!scaleTargetRef || maxReplicas === undefined) return [];
      const bounds = { name: metadata?.name ?? "", minimum: minReplicas, maximum: maxReplicas };
      return [[`${scaleTargetRef.kind}/${scaleTargetRef.name}`, bounds] as const];
    }),
  );
}
