import type { HorizontalPodAutoscalerSpec, MetricSpec } from "../../types/autoscaling.ts";
import type { ObjectMeta } from "../../types/meta.ts";
import type { Decoded } from "../decoded.ts";
import { readAnnotation, type Shape } from "./annotations.ts";

/** `autoscaling/v1` HorizontalPodAutoscaler: what is newer than it stands in annotations. */
export interface AutoscalerV1 {
  readonly metadata?: Decoded<ObjectMeta> | undefined;
  readonly spec?: {
    readonly scaleTargetRef?: Decoded<HorizontalPodAutoscalerSpec>["scaleTargetRef"];
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly targetCPUUtilizationPercentage?: number;
  };
}

const METRICS = "autoscaling.alpha.kubernetes.io/metrics";
const BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

const usage = {
  name: "string",
  container: "string",
  targetAverageUtilization: "int32",
  targetAverageValue: "quantity",
} as const;
const metricShape: readonly [Shape] = [
  {
    type: "string",
    object: {
      target: { kind: "string", name: "string", apiVersion: "string" },
      metricName: "string",
      targetValue: "quantity",
      averageValue: "quantity",
    },
    pods: { metricName: "string", targetAverageValue: "quantity" },
    resource: usage,
    containerResource: usage,
    external: { metricName: "string", targetValue: "quantity", targetAverageValue: "quantity" },
  },
];
const rules: Shape = {
  stabilizationWindowSeconds: "int32",
  selectPolicy: "string",
  policies: [{ type: "string", value: "int32", periodSeconds: "int32" }],
  tolerance: "quantity",
};

type Amount = string | number;

/** A metric as `autoscaling/v1` writes it in the annotation. */
interface MetricV1 {
  readonly type?: string;
  readonly object?: {
    readonly target?: Decoded<HorizontalPodAutoscalerSpec>["scaleTargetRef"];
    readonly metricName?: string;
    readonly targetValue?: Amount;
    readonly averageValue?: Amount;
  };
  readonly pods?: { readonly metricName?: string; readonly targetAverageValue?: Amount };
  readonly resource?: Usage;
  readonly containerResource?: Usage;
  readonly external?: {
    readonly metricName?: string;
    readonly targetValue?: Amount;
    readonly targetAverageValue?: Amount;
  };
}

interface Usage {
  readonly name?: string;
  readonly container?: string;
  readonly targetAverageUtilization?: number;
  readonly targetAverageValue?: Amount;
}

/**
 * What the server makes of an autoscaler of the old version.
 *
 * @see k8s.io/kubernetes/pkg/apis/autoscaling/v1/conversion.go Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler
 */
export function autoscalerOfV1(
  { metadata, spec = {} }: AutoscalerV1,
  minor: number,
): Decoded<HorizontalPodAutoscalerSpec> {
  const annotations = metadata?.annotations ?? {};
  const others = readAnnotation(annotations[METRICS], metricShape) as MetricV1[] | undefined;
  const behavior = readAnnotation(annotations[BEHAVIOR], { scaleUp: rules, scaleDown: rules });
  const { scaleTargetRef, minReplicas, maxReplicas, targetCPUUtilizationPercentage: cpu } = spec;
  const metrics = (others ?? []).map((metric) => metricOf(metric, minor));
  if (cpu !== undefined)
    metrics.push({
      type: "Resource",
      resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpu } },
    });
  return {
    scaleTargetRef,
    minReplicas,
    maxReplicas,
    metrics,
    behavior: behavior as Decoded<HorizontalPodAutoscalerSpec>["behavior"],
  };
}

function metricOf(metric: MetricV1, minor: number): Decoded<MetricSpec> {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    object: object && {
      describedObject: object.target,
      metric: { name: object.metricName },
      target: targetOfObject(object, minor),
    },
    external: external && {
      metric: { name: external.metricName },
      target: targetOf(external.targetValue, external.targetAverageValue),
    },
    pods: pods && {
      metric: { name: pods.metricName },
      target: targetOf(undefined, pods.targetAverageValue ?? "0"),
    },
    resource: resource && { name: resource.name, target: usageOf(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      container: containerResource.container,
      target: usageOf(containerResource),
    },
  };
}

/**
 * The value of an object's metric cannot be left out in the old version: 0 stands for nothing, which
 * servers before 1.36 do not see.
 */
function targetOfObject(
  { targetValue = "0", averageValue }: NonNullable<MetricV1["object"]>,
  minor: number,
) {
  const isSet =
    minor < 36 || averageValue === undefined || !/^[+-]?[0.]*$/.test(String(targetValue));
  return { ...targetOf(isSet ? targetValue : undefined, averageValue) };
}

function targetOf(value: Amount | undefined, averageValue: Amount | undefined) {
  return { type: value === undefined ? "AverageValue" : "Value", value, averageValue };
}

function usageOf({ targetAverageUtilization, targetAverageValue }: Usage) {
  const type = targetAverageUtilization === undefined ? "AverageValue" : "Utilization";
  return { type, averageUtilization: targetAverageUtilization, averageValue: targetAverageValue };
}
