import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { load } from "js-yaml";
import { podMetrics, web } from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { objects } from "../render/objects.ts";
import { applyAll } from "./apply.ts";
import { declareMetrics } from "./custom-metrics.ts";
import { condition, type Loose, namespace, read } from "./fixtures.ts";
import { allPodsReady } from "./pods.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const here = "pod-metrics";

const shop = web("shop", {
  image: app,
  port: 80,
  resources,
  scale: {
    min: 2,
    max: 4,
    metrics: { test_requests_per_second: "1k", test_orders_per_second: 100 },
  },
  metrics: true,
});
const rates = podMetrics("adapter-config", {
  test_requests_per_second: { counter: "test_requests_total" },
  test_orders_per_second: { counter: "test_orders_total" },
});
const rendered = objects({ shop, rates }, { namespace: here });
const autoscaler = rendered.get("HorizontalPodAutoscaler", "shop-hpa") as Loose;

/** The metrics that the rendered rules would have the adapter serve. */
function servedByRules(): string[] {
  const { data } = rendered.get("ConfigMap", "adapter-config");
  const { rules } = load(data["config.yaml"]) as { rules: { name: { as: string } }[] };
  return rules.map(({ name }) => name.as);
}

describe("an autoscaler that follows two metrics of its pods", { skip: missing }, () => {
  before(async () => {
    await applyAll(plane!, [namespace("monitoring"), ...(rendered.all as unknown as Loose[])]);
    await allPodsReady(plane!, [here]);
  });

  test("waits while nobody serves them", async () => {
    const { message = "" } = await condition(plane!, autoscaler, "ScalingActive", "False");
    assert.match(message, /test_(requests|orders)_per_second/);
  });

  test("is active once the rendered rules' metrics are served, and the higher one decides", async () => {
    const [requests, orders, ...more] = servedByRules();
    assert.deepEqual(more, []);
    await declareMetrics(plane!, here, { [requests ?? ""]: "10", [orders ?? ""]: "200" });
    await condition(plane!, autoscaler, "ScalingActive", "True");
    await waitUntil(
      "shop to want four pods",
      async () => {
        const { status } = await read<{ status: { desiredReplicas: number } }>(plane!, autoscaler);
        return status.desiredReplicas === 4 ? undefined : JSON.stringify(status);
      },
      30_000,
    );
  });
});
