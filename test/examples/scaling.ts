import assert from "node:assert/strict";
import { waitUntil } from "../control-plane/wait.ts";
import { condition, type Live, named } from "./live.ts";
import type { Played } from "./played.ts";

const autoscaling = "/apis/autoscaling/v2";

/**
 * Waits until every autoscaler can scale and has read each of its metrics: one that is read is
 * enough for `ScalingActive`, and the others would be missed only when it matters.
 */
export async function scalersWork(played: Played, count: number): Promise<void> {
  await waitUntil("ScalingActive, with every metric read", async () => {
    const autoscalers = await played.each(autoscaling, "horizontalpodautoscalers");
    assert.equal(autoscalers.length, count);
    return autoscalers.flatMap(lacks).join("\n") || undefined;
  });
}

/** A metric that nobody serves, beside those that are: the autoscaler goes on, and is found out. */
export async function unservedIsSeen(played: Played, namespace: string): Promise<void> {
  const [hpa] = await played.in(namespace, autoscaling, "horizontalpodautoscalers");
  const path = `${autoscaling}/namespaces/${namespace}/horizontalpodautoscalers/${hpa?.metadata.name}`;
  const metrics = hpa?.spec.metrics ?? [];
  const target = { type: "AverageValue", averageValue: "1" };
  const unserved = { type: "Pods", pods: { metric: { name: "unserved" }, target } };
  await merge(played, path, { spec: { metrics: [...metrics, unserved] } });
  await waitUntil("the controller to ask for it in vain", async () => {
    const events = await played.in<{ message: string }>(namespace, "/api/v1", "events");
    const messages = events.map(({ message }) => message);
    return messages.some((message) => message.includes("unserved")) ? undefined : messages.join();
  });
  const { body } = await played.plane.request("GET", path);
  const found = lacks(body as Live).join();
  assert.match(found, new RegExp(`${metrics.length} of ${metrics.length + 1} metrics read`));
  await merge(played, path, { spec: { metrics } });
}

/** What an autoscaler lacks to do its work. */
function lacks(hpa: Live): string[] {
  const active = condition(hpa, "ScalingActive");
  // Where a metric was not read, its place in the list is held by an entry of no type.
  const read = hpa.status?.currentMetrics?.filter((metric) => (metric as { type: string }).type);
  const metrics = hpa.spec.metrics?.length ?? 0;
  return [
    ...(active?.status === "True" ? [] : [`${named(hpa)}: ${active?.message}`]),
    ...(read?.length === metrics
      ? []
      : [`${named(hpa)}: ${read?.length ?? 0} of ${metrics} metrics read`]),
  ];
}

/** Every autoscaled workload of a namespace at the most that its autoscaler allows. */
export async function scaleToMaximum(played: Played, namespace: string): Promise<void> {
  const path = `${autoscaling}/namespaces/${namespace}/horizontalpodautoscalers`;
  const autoscalers = await played.in(namespace, autoscaling, "horizontalpodautoscalers");
  for (const { metadata, spec } of autoscalers)
    await merge(played, `${path}/${metadata.name}`, { spec: { minReplicas: spec.maxReplicas } });
  await waitUntil("full scale", async () => {
    const workloads = [
      ...(await played.in(namespace, "/apis/apps/v1", "deployments")),
      ...(await played.in(namespace, "/apis/apps/v1", "statefulsets")),
    ];
    const below = autoscalers.filter(({ spec }) => {
      const target = workloads.find(({ metadata }) => metadata.name === spec.scaleTargetRef?.name);
      return target?.spec.replicas !== spec.maxReplicas;
    });
    return below.map(named).join() || undefined;
  });
}

/** What `kubectl rollout restart` does, to every Deployment. */
export async function restart(played: Played, namespace: string): Promise<void> {
  const deployments = await played.in(namespace, "/apis/apps/v1", "deployments");
  const names = deployments.map(({ metadata }) => metadata.name);
  await played.kubectl("-n", namespace, "rollout", "restart", "deployment", ...names);
}

export async function merge(played: Played, path: string, patch: object): Promise<void> {
  const type = "application/merge-patch+json";
  const { status, body } = await played.plane.request("PATCH", path, patch, type);
  assert.equal(status, 200, JSON.stringify(body));
}
