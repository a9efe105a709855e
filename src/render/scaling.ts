import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  KubernetesObject,
  MetricSpec,
  PodDisruptionBudget,
  VerticalPodAutoscaler,
} from "../kubernetes/types/index.ts";
import type { ScaleRule } from "../platform/options/scaling.ts";
import { type Duration, seconds } from "../platform/options/values.ts";
import type { AutoScale, Resolved, Running } from "../platform/resolve/index.ts";
import { compact, meta, owned, type Rendered, selectorOf } from "./rendered.ts";

/** The autoscalers and the disruption budget of a program. */
export function renderScaling(resolved: Resolved, program: Running): Rendered[] {
  const objects: KubernetesObject[] = [];
  if (typeof program.scale !== "number") objects.push(autoscaler(resolved, program, program.scale));
  if (program.vertical) objects.push(vertical(resolved, program, program.vertical));
  if (program.budget !== undefined) objects.push(budget(resolved, program, program.budget));
  return owned(program, "scaling", ...objects);
}

function named(resolved: Resolved, which: "autoscaler" | "vertical" | "budget", program: Running) {
  return meta(resolved, program.names[which], program.name);
}

function target(program: Running) {
  return {
    apiVersion: "apps/v1",
    kind: program.runs === "members" ? "StatefulSet" : "Deployment",
    name: program.name,
  };
}

function autoscaler(
  resolved: Resolved,
  program: Running,
  scale: AutoScale,
): HorizontalPodAutoscaler {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: named(resolved, "autoscaler", program),
    spec: compact({
      scaleTargetRef: target(program),
      minReplicas: scale.min,
      maxReplicas: scale.max,
      metrics: metrics(scale),
      behavior: compact({ scaleUp: rule(scale.up), scaleDown: rule(scale.down, "5m") }),
    }),
  };
}

function metrics(scale: AutoScale): MetricSpec[] {
  const resources = (["cpu", "memory"] as const).flatMap((name): MetricSpec[] => {
    const percent = scale[name];
    if (percent === undefined) return [];
    return [
      {
        type: "Resource",
        resource: { name, target: { type: "Utilization", averageUtilization: percent } },
      },
    ];
  });
  const custom = Object.entries(scale.metrics ?? {}).map(
    ([name, value]): MetricSpec => ({
      type: "Pods",
      pods: { metric: { name }, target: { type: "AverageValue", averageValue: String(value) } },
    }),
  );
  return [...resources, ...custom];
}

/** `usual`: the window where none is said. Downwards it is written out: each cluster's controller has its own default. */
function rule(given: ScaleRule | undefined, usual?: Duration): HPAScalingRules | undefined {
  if (given === undefined) return undefined;
  const periodSeconds = seconds(given.every ?? "15s");
  const window = given.window ?? (given.pick === "disabled" ? undefined : usual);
  return compact<HPAScalingRules>({
    stabilizationWindowSeconds: window === undefined ? undefined : seconds(window),
    selectPolicy:
      given.pick === undefined
        ? undefined
        : { max: "Max", min: "Min", disabled: "Disabled" }[given.pick],
    policies: [
      ...(given.percent === undefined
        ? []
        : [{ type: "Percent", value: given.percent, periodSeconds }]),
      ...(given.pods === undefined ? [] : [{ type: "Pods", value: given.pods, periodSeconds }]),
    ],
  });
}

function vertical(
  resolved: Resolved,
  program: Running,
  { mode, min, max }: NonNullable<Running["vertical"]>,
): VerticalPodAutoscaler {
  const modes = {
    off: "Off",
    initial: "Initial",
    recreate: "Recreate",
    inPlaceOrRecreate: "InPlaceOrRecreate",
  } as const;
  const bounds = compact({ minAllowed: min && { ...min }, maxAllowed: max && { ...max } });
  return {
    apiVersion: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    metadata: named(resolved, "vertical", program),
    spec: compact({
      targetRef: target(program),
      updatePolicy: { updateMode: modes[mode ?? "off"] },
      resourcePolicy: compact({
        containerPolicies:
          Object.keys(bounds).length > 0 ? [{ containerName: program.main.name, ...bounds }] : [],
      }),
    }),
  } as VerticalPodAutoscaler;
}

/** Pods that are not healthy may always be evicted: they serve nobody, and would block a drain for ever. */
function budget(
  resolved: Resolved,
  program: Running,
  wanted: NonNullable<Running["budget"]>,
): PodDisruptionBudget {
  const bound =
    typeof wanted === "object" ? { maxUnavailable: wanted.unavailable } : { minAvailable: wanted };
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: named(resolved, "budget", program),
    spec: {
      ...bound,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: selectorOf(resolved, program.name) },
    },
  };
}
