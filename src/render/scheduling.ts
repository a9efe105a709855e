import type {
  Affinity,
  PodSpec,
  TopologySpreadConstraint,
  WeightedPodAffinityTerm,
} from "../kubernetes/types/index.ts";
import type { Resolved, Scheduling } from "../platform/resolve/index.ts";
import { compact, selectorOf } from "./rendered.ts";

const hostname = "kubernetes.io/hostname";
const zone = "topology.kubernetes.io/zone";

/** Where pods may run, and how replicas keep apart. `replicated`: there can be more than one. */
export function renderScheduling(
  resolved: Resolved,
  name: string,
  scheduling: Scheduling,
  replicated: boolean,
): Partial<PodSpec> {
  const { spread, tolerations, nodes, priority } = scheduling;
  return compact<Partial<PodSpec>>({
    priorityClassName: priority,
    nodeSelector: { ...nodes },
    tolerations: tolerations.map((toleration) => ({ ...toleration })),
    affinity: affinity(resolved, scheduling),
    topologySpreadConstraints:
      replicated && spread !== "none" ? constraints(resolved, name, spread === "require") : [],
  });
}

/** Evenly over nodes, as a condition where asked, and over zones where there are any. */
function constraints(
  resolved: Resolved,
  name: string,
  required: boolean,
): TopologySpreadConstraint[] {
  const labelSelector = { matchLabels: selectorOf(resolved, name) };
  return [
    {
      maxSkew: 1,
      topologyKey: hostname,
      whenUnsatisfiable: required ? "DoNotSchedule" : "ScheduleAnyway",
      labelSelector,
    },
    { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: "ScheduleAnyway", labelSelector },
  ];
}

function affinity(resolved: Resolved, { apart, near, beside }: Scheduling): Affinity {
  const term = (other: string) => ({
    topologyKey: hostname,
    labelSelector: { matchLabels: selectorOf(resolved, other) },
  });
  const weighted = (other: string): WeightedPodAffinityTerm => ({
    weight: 100,
    podAffinityTerm: term(other),
  });
  return compact<Affinity>({
    podAffinity: compact({
      requiredDuringSchedulingIgnoredDuringExecution: beside === undefined ? [] : [term(beside)],
      preferredDuringSchedulingIgnoredDuringExecution: near.map(weighted),
    }),
    podAntiAffinity: compact({
      preferredDuringSchedulingIgnoredDuringExecution: apart.map(weighted),
    }),
  });
}
