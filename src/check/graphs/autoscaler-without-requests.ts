import { quote } from "../../kubernetes/text.ts";
import type { MetricSpec } from "../../kubernetes/types/autoscaling.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory, isSameNamespace } from "../objects/inventory.ts";
import { titleOf } from "../objects/titles.ts";
import { type PlacedContainer, type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { refusedByQuota } from "./capacity/refused.ts";
import { autoscalers } from "./selectors/autoscalers.ts";

/** @see k8s.io/kubernetes/pkg/controller/podautoscaler/replica_calculator.go calculatePodRequestsFromContainers */
export const autoscalerWithoutRequests: Rule = {
  id: "autoscaler-without-requests",
  layer: "graphs",
  severity: "warning",
  title: "an autoscaler on the use of a resource that a container does not request",
  why: "utilization is a share of what is requested: with one container that requests nothing the autoscaler cannot compute it, says FailedGetResourceMetric, and the pods stay as many as they are",
  fix: "give every container of the pods a request for that resource, sidecars too, or scale on a containerResource",
  bad: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", resources: { requests: { cpu: 100m } } }] }
`,
  find: (world: World) => {
    const byItem = new Map(workloads(world).map((workload) => [workload.item, workload]));
    return autoscalers(world).flatMap(({ item, scaled, metrics }) => {
      const workload = scaled && byItem.get(scaled);
      if (!workload) return [];
      return metrics.flatMap(({ metric, path }): FoundInObject[] => {
        const problem = problemOf(world, workload, metric);
        return problem === undefined ? [] : [foundAt(item, path, problem)];
      });
    });
  },
};

function problemOf(
  world: World,
  { item, spec, containers }: Workload,
  { resource, containerResource }: Decoded<MetricSpec>,
): string | undefined {
  const metric = resource ?? containerResource;
  if (metric?.target?.averageUtilization === undefined || !metric.name) return undefined;
  const { name } = metric;
  const running = containers.filter(({ role }) => role !== "init");
  const wanted = containerResource?.container;
  const counted = wanted ? running.filter(({ container }) => container.name === wanted) : running;
  if (wanted && counted.length === 0) return `${titleOf(item)} has no container ${quote(wanted)}`;
  const ofPod = spec.resources;
  if (!wanted && (ofPod?.requests?.[name] ?? ofPod?.limits?.[name]) !== undefined) return undefined;
  const without = counted.filter((placed) => !requests(placed, name));
  if (without.length === 0 || hasDefault(world, item, name)) return undefined;
  if (without.every((placed) => isDemanded(world, item, placed, name))) return undefined;
  const names = without.map(({ container }) => quote(container.name ?? "")).join(", ");
  return `${titleOf(item)} has no request for ${name} in ${without.length === 1 ? "container" : "containers"} ${names}`;
}

/** A limit alone is taken for the request too. */
function requests({ container: { resources } }: PlacedContainer, name: string): boolean {
  return (resources?.requests?.[name] ?? resources?.limits?.[name]) !== undefined;
}

/** Whether a quota demands the request: that it is missing is told there. */
function isDemanded(
  world: World,
  item: Item,
  { container }: PlacedContainer,
  name: string,
): boolean {
  return (refusedByQuota(world).get(item)?.lacking ?? []).some(
    ({ container: lacking, missing }) =>
      lacking === container.name &&
      (missing.includes(name) || missing.includes(`requests.${name}`)),
  );
}

/** Whether a LimitRange gives containers what they do not ask for. */
function hasDefault(world: World, { namespace }: Item, name: string): boolean {
  return inventory(world)
    .all("LimitRange")
    .some(
      (range) =>
        isSameNamespace(range.namespace, namespace) &&
        (range.object.spec?.limits ?? []).some(
          ({ type, default: limits, defaultRequest }) =>
            type === "Container" && (defaultRequest?.[name] ?? limits?.[name]) !== undefined,
        ),
    );
}
