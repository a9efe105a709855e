import { type Live, named, picks } from "./live.ts";
import type { Played } from "./played.ts";

/** Pods that Services of two components, two budgets or two autoscalers pick. */
export async function overlaps(played: Played): Promise<string[]> {
  const [pods, services, budgets, autoscalers, deployments, sets] = await Promise.all([
    played.each("/api/v1", "pods"),
    played.each("/api/v1", "services"),
    played.each("/apis/policy/v1", "poddisruptionbudgets"),
    played.each("/apis/autoscaling/v2", "horizontalpodautoscalers"),
    played.each("/apis/apps/v1", "deployments"),
    played.each("/apis/apps/v1", "statefulsets"),
  ]);
  return pods.flatMap((pod) => {
    const picking = (objects: readonly Live[]) =>
      objects.filter(
        ({ metadata, spec }) =>
          metadata.namespace === pod.metadata.namespace &&
          picks(spec.selector, pod.metadata.labels),
      );
    const component = ({ metadata }: Live) =>
      metadata.labels?.[played.selectorLabel] ?? metadata.name;
    const owners = [...new Set(picking(services).map(component))].sort();
    const targets = picking([...deployments, ...sets]).map(({ metadata }) => metadata.name);
    const scaling = autoscalers.filter(
      ({ metadata, spec }) =>
        metadata.namespace === pod.metadata.namespace &&
        targets.includes(spec.scaleTargetRef?.name ?? ""),
    );
    return [
      ...(owners.length > 1
        ? [`${named(pod)} is picked by Services of ${owners.join(" and ")}`]
        : []),
      ...(picking(budgets).length > 1 ? [`${named(pod)} has two budgets`] : []),
      ...(scaling.length > 1 ? [`${named(pod)} has two autoscalers`] : []),
    ];
  });
}

/** A Service, a budget and an autoscaler that take what belongs to others. */
export function greedyObjects(namespace: string, partOf: string, deployment: string) {
  const everything = { "app.kubernetes.io/part-of": partOf };
  const metadata = { name: "greedy", namespace };
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: deployment };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: everything, ports: [{ port: 80 }] },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: everything } },
    },
    {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata,
      spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 3 },
    },
  ];
}
