import type { Kinds, PodSpec } from "../../kubernetes/types/index.ts";
import { code, count, listed, type Purposes } from "./purposes.ts";

/** What runs, and how many of it. */
export const workloadPurposes: Purposes = {
  Deployment: ({ spec }) => `runs ${containers(spec?.template?.spec)}`,
  StatefulSet: ({ spec }) => `runs ${containers(spec?.template?.spec)} as numbered members`,
  DaemonSet: ({ spec }) => `runs ${containers(spec?.template?.spec)} on every node`,
  Job: ({ spec }) => `runs ${containers(spec?.template?.spec)} once, to its end`,
  CronJob: ({ spec }) => {
    const zone = spec?.timeZone === undefined ? "" : ` (${spec.timeZone})`;
    return `runs ${containers(spec?.jobTemplate?.spec?.template?.spec)} at ${code(spec?.schedule ?? "")}${zone}`;
  },
  Cluster: ({ spec }) =>
    `PostgreSQL run by CloudNativePG: ${count(spec?.instances ?? 1, "instance")}`,
  HorizontalPodAutoscaler: ({ spec }) => {
    const { minReplicas = 1, maxReplicas, metrics = [] } = spec ?? {};
    const aims = metrics.map(aim).filter((text) => text !== undefined);
    return `${minReplicas} to ${maxReplicas} replicas of ${code(spec?.scaleTargetRef?.name ?? "")} by ${aims.join(", ")}`;
  },
  VerticalPodAutoscaler: ({ spec }) => {
    const mode = spec?.updatePolicy?.updateMode ?? "Recreate";
    const of = code(spec?.targetRef?.name ?? "");
    return mode === "Off"
      ? `recommends requests for ${of}, and changes nothing`
      : `sets the requests of ${of} (mode ${code(mode)})`;
  },
  PodDisruptionBudget: ({ spec }) => {
    const { minAvailable, maxUnavailable } = spec ?? {};
    return minAvailable !== undefined
      ? `at least ${code(minAvailable)} stay while nodes are drained`
      : `at most ${code(maxUnavailable ?? 1)} are missing while nodes are drained`;
  },
};

function containers(pod: PodSpec | undefined): string {
  const names = (list: PodSpec["initContainers"]) => listed((list ?? []).map(({ name }) => name));
  const before = pod?.initContainers?.length ? `, after ${names(pod.initContainers)}` : "";
  return names(pod?.containers) + before;
}

type Metric = NonNullable<NonNullable<Kinds["HorizontalPodAutoscaler"]["spec"]>["metrics"]>[number];

/** What one metric of an autoscaler aims for. */
export function aim({ resource, pods, object, external }: Metric): string | undefined {
  if (resource) {
    const { averageUtilization, averageValue } = resource.target;
    return averageUtilization === undefined
      ? `${resource.name} ${averageValue}`
      : `${resource.name} ${averageUtilization} %`;
  }
  if (pods) return `${pods.metric.name} ${pods.target.averageValue} per pod`;
  const other = object ?? external;
  return other && `${other.metric.name} ${other.target.averageValue ?? other.target.value}`;
}
