import assert from "node:assert/strict";
import { it } from "node:test";
import { allPodsReady } from "../control-plane/pods.ts";
import { waitUntil } from "../control-plane/wait.ts";
import { environmentOfPod, type RunningPod } from "./environment-of-pod.ts";
import type { Played } from "./played.ts";

/** What piyasa alone promises: each worker knows its shard, and no shard is ever without a worker. */
export function piyasaChecks(played: Played): void {
  const { plane } = played;
  const dev = { namespace: "piyasa-chatbot-dev", set: "dev-worker", config: "dev-piyasa-config" };
  const prod = { namespace: "piyasa-chatbot", set: "worker", config: "piyasa-config" };

  /** What each worker is told, as `number of total`, in the order of their names. */
  async function told({ namespace, set }: typeof dev): Promise<string[]> {
    const pods = await played.in<RunningPod>(namespace, "/api/v1", "pods");
    const workers = pods.filter(({ metadata }) => metadata.name.startsWith(`${set}-`));
    const variables = await Promise.all(workers.map((pod) => environmentOfPod(plane, pod)));
    return variables
      .map(({ WORKER_ID, TOTAL_WORKERS }) => `${WORKER_ID} of ${TOTAL_WORKERS}`)
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  }
  const numbered = (count: number, total: number) =>
    Array.from({ length: count }, (_, number) => `${number} of ${total}`);

  async function scale({ namespace, set }: typeof dev, replicas: number): Promise<void> {
    await played.kubectl("-n", namespace, "scale", `statefulset/${set}`, `--replicas=${replicas}`);
  }
  async function settles(of: typeof dev, count: number, total: number): Promise<void> {
    await waitUntil(`${count} workers in ${of.namespace}`, async () => {
      const now = await told(of);
      return now.join() === numbered(count, total).join() ? undefined : now.join();
    });
    await allPodsReady(plane, [of.namespace]);
  }

  it("each worker knows its own number and the total", async () => {
    assert.deepEqual(await told(dev), numbered(2, 2));
    assert.deepEqual(await told(prod), numbered(6, 6));
  });

  it("workers that a person adds are spare, and go again", async () => {
    await scale(dev, 3);
    await settles(dev, 3, 2);
    await scale(dev, 2);
    await settles(dev, 2, 2);
    // With an autoscaler they stay until its window of ten minutes has passed.
    await scale(prod, 8);
    await settles(prod, 8, 6);
  });

  it("workers that a person takes away in production come back: no shard is without one", async () => {
    await scale(prod, 2);
    await settles(prod, 6, 6);
  });

  it("a worker whose variables do not say its number is caught", async () => {
    const [pod] = (await played.in<RunningPod>(prod.namespace, "/api/v1", "pods")).filter(
      ({ metadata }) => metadata.name.startsWith("worker-"),
    );
    assert.ok(pod);
    const variables = await environmentOfPod(plane, {
      ...pod,
      metadata: { ...pod.metadata, labels: {} },
    });
    assert.equal(variables.WORKER_ID, "");
  });
}
