import { type Fields, isFields } from "../../../kubernetes/fields.ts";
import type { MetricSpec } from "../../../kubernetes/types/autoscaling.ts";
import type { Decoded } from "../../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { splitApiVersion } from "../../../kubernetes/versions.ts";
import { type Item, inventory, type Target } from "../../objects/inventory.ts";
import { isServed } from "../../objects/served.ts";
import { once, type World } from "../../world.ts";

/** What changes the replicas of another object by load. */
export interface Autoscaler {
  readonly item: Item;
  /** Where it names what it scales. */
  readonly targetPath: FieldPath;
  readonly target: Target;
  /** The object itself, where it is in the world. */
  readonly scaled: Item | undefined;
  readonly minimum: number;
  readonly maximum: number;
  /** Of a HorizontalPodAutoscaler. */
  readonly metrics: readonly PlacedMetric[];
}

export interface PlacedMetric {
  readonly metric: Decoded<MetricSpec>;
  readonly path: FieldPath;
}

const TARGET = FieldPath.root.field("spec", "scaleTargetRef");

/**
 * Every HorizontalPodAutoscaler, in any version, and every ScaledObject, of which KEDA makes one.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export const autoscalers = once((world): readonly Autoscaler[] => [
  ...inventory(world)
    .of("autoscaling", "HorizontalPodAutoscaler")
    .flatMap((item) => read(world, item, "minReplicas", "maxReplicas", 1, "")),
  ...inventory(world)
    .of("keda.sh", "ScaledObject")
    .flatMap((item) => read(world, item, "minReplicaCount", "maxReplicaCount", 0, "Deployment")),
]);

function read(
  world: World,
  item: Item,
  low: string,
  high: string,
  lowest: number,
  usualKind: string,
): Autoscaler[] {
  const { spec } = item.object;
  const ref = isFields(spec) ? spec.scaleTargetRef : undefined;
  if (!isFields(spec) || !isFields(ref) || typeof ref.name !== "string") return [];
  const kind = typeof ref.kind === "string" ? ref.kind : usualKind;
  const apiVersion = typeof ref.apiVersion === "string" ? ref.apiVersion : "apps/v1";
  // By the group alone, as the controllers look for it: what another group has is not scaled.
  const { group } = splitApiVersion(apiVersion);
  const target = { group, kind, namespace: item.namespace, name: ref.name };
  const minimum = numberOr(spec[low], lowest);
  return [
    {
      item,
      targetPath: TARGET,
      target,
      // An object of a group that is gone is refused, and not found either.
      scaled: isServed(world, group, kind) ? inventory(world).find(target) : undefined,
      minimum,
      maximum: numberOr(spec[high], Number.POSITIVE_INFINITY),
      metrics: metricsOf(item.apiVersion, spec),
    },
  ];
}

const SPEC = FieldPath.root.field("spec");

/** The first version knows the use of CPU alone. */
function metricsOf(apiVersion: string, spec: Readonly<Fields>): readonly PlacedMetric[] {
  const { metrics, targetCPUUtilizationPercentage: share } = spec;
  if (apiVersion === "autoscaling/v2" && Array.isArray(metrics))
    // Decoded by the schema of that version.
    return (metrics as Decoded<MetricSpec>[]).map((metric, index) => ({
      metric,
      path: SPEC.field("metrics").index(index),
    }));
  if (apiVersion !== "autoscaling/v1" || typeof share !== "number") return [];
  const target = { type: "Utilization", averageUtilization: share };
  const metric = { type: "Resource", resource: { name: "cpu", target } };
  return [{ metric, path: SPEC.field("targetCPUUtilizationPercentage") }];
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** All but those that look for a kind in a group which does not have it: they scale nothing. */
export const workingAutoscalers = once((world): readonly Autoscaler[] =>
  autoscalers(world).filter(({ target }) => isServed(world, target.group, target.kind)),
);

/** What scales an object. */
export const autoscalersOf = once(
  (world): ReadonlyMap<Item | undefined, readonly Autoscaler[]> =>
    Map.groupBy(autoscalers(world), ({ scaled }) => scaled),
);
