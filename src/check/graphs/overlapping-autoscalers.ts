import { foundAt } from "../objects/found.ts";
import { listedItems, titleOf } from "../objects/titles.ts";
import { areOfOneSource, areTogether } from "../objects/together.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { areCollapsed } from "./kustomize/selectors.ts";
import { type Autoscaler, workingAutoscalers } from "./selectors/autoscalers.ts";
import { ownPods } from "./selectors/own.ts";

/** @see k8s.io/kubernetes/pkg/controller/podautoscaler/horizontal.go validateAndParseSelector */
export const overlappingAutoscalers: Rule = {
  id: "overlapping-autoscalers",
  layer: "graphs",
  severity: "error",
  title: "pods that two autoscalers count",
  why: "an autoscaler that finds pods of another one's stops with AmbiguousSelector: none of them scales, whatever the load is",
  fix: "leave one autoscaler for a target (it takes several metrics), and give targets selectors that do not match each other's pods",
  bad: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web-memory }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: 4
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
    const twice = sameTarget(workingAutoscalers(world));
    const told = new Set(twice.flat());
    return [
      ...twice.map((all) => {
        const last = all.at(-1) as Autoscaler;
        const others = listedItems(all.slice(0, -1).map(({ item }) => item));
        const { kind, name } = last.target;
        const message = `${kind} ${name} is scaled by ${others} too`;
        return foundAt(last.item, last.targetPath, message);
      }),
      ...ambiguous(world, told),
    ];
  },
};

/** Autoscalers that have one target. */
function sameTarget(all: readonly Autoscaler[]): readonly (readonly Autoscaler[])[] {
  const groups = Map.groupBy(all, ({ target: { group, kind, namespace, name } }) =>
    JSON.stringify([group, kind, namespace ?? null, name]),
  );
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1) as Autoscaler;
    const sure = group.filter(({ item }) => areOfOneSource(item, last.item));
    return sure.length > 1 ? [sure] : [];
  });
}

/** Autoscalers whose targets' selectors match the same pods. */
function ambiguous(world: World, told: ReadonlySet<Autoscaler>): FoundInObject[] {
  const byPods = new Map<unknown, Autoscaler[]>();
  for (const autoscaler of workingAutoscalers(world)) {
    const { scaled, item } = autoscaler;
    if (!scaled || told.has(autoscaler)) continue;
    for (const pods of ownPods(world).get(scaled) ?? []) {
      if (!areTogether(pods.item, item)) continue;
      const list = byPods.get(pods);
      if (list) list.push(autoscaler);
      else byPods.set(pods, [autoscaler]);
    }
  }
  const groups = new Map<string, Autoscaler[]>();
  for (const all of byPods.values())
    if (
      all.length > 1 &&
      !areCollapsed(
        world,
        all.flatMap(({ scaled }) => scaled ?? []),
      )
    )
      groups.set(all.map(({ item }) => item.name).join(" "), all);
  return [...groups.values()].map((all) => {
    const last = all.at(-1) as Autoscaler;
    const others = all.slice(0, -1);
    const message = `the selector of ${last.target.kind} ${last.target.name} matches pods that ${listedItems(others.map(({ item }) => item))} ${others.length > 1 ? "count" : "counts"} for ${others.map(({ scaled }) => scaled && titleOf(scaled)).join(", ")}`;
    return foundAt(last.item, last.targetPath, message);
  });
}
