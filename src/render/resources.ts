import {
  podLimits,
  podRequests,
  type ResourceList,
  type ResourcesPodSpec,
  sumResources,
} from "../kubernetes/pod-resources.ts";
import { multiplyQuantity } from "../kubernetes/quantity-arithmetic.ts";
import type { Cluster } from "../kubernetes/types/index.ts";
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
  const scales = autoscalers(rendered);
  const controllers = rendered.flatMap((entry) => controllerOf(entry, scales) ?? []);
  const running = controllers.filter(({ ends }) => !ends);
  const jobs = controllers.filter(({ ends }) => ends);
  return {
    running: {
      minimum: total(running, ({ minimum }) => minimum),
      maximum: total(running, ({ maximum }) => maximum),
    },
    jobs: total(jobs, ({ maximum }) => maximum),
  };
}

function total(controllers: readonly Controller[], count: (of: Controller) => number): Amounts {
  const of = (amounts: (pod: ResourcesPodSpec) => ResourceList) =>
    sumResources(controllers.map((each) => times(amounts(each.pod), count(each))));
  return {
    pods: controllers.reduce((sum, each) => sum + count(each), 0),
    requests: of(podRequests),
    limits: of(podLimits),
    unlimited: new Set(controllers.flatMap(({ pod }) => unlimitedIn(pod))),
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

type Scales = ReadonlyMap<string, { readonly minimum: number; readonly maximum: number }>;

function controllerOf(entry: Rendered, scales: Scales): Controller | undefined {
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
  const scale = scales.get(`${kind}/${metadata.name}`) ?? { minimum: replicas, maximum: replicas };
  return { pod: checked, ...scale, ends: false };
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

function autoscalers(rendered: readonly Rendered[]): Scales {
  interface Autoscaler {
    readonly spec?: {
      readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
      readonly minReplicas?: number;
      readonly maxReplicas: number;
    };
  }
  return new Map(
    rendered.flatMap(({ object }) => {
      if (object.kind !== "HorizontalPodAutoscaler") return [];
      const { spec } = object as Autoscaler;
      const target = spec?.scaleTargetRef;
      if (!spec || !target) return [];
      const scale = { minimum: spec.minReplicas ?? 1, maximum: spec.maxReplicas };
      return [[`${target.kind}/${target.name}`, scale]];
    }),
  );
}
