import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { condition, configMap, container, type Loose, namespace, read } from "./fixtures.ts";
import { allPodsReady } from "./pods.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "metrics";

/** A Deployment whose pods say what they use. */
function deployment(name: string, annotations: Record<string, string> = {}, resources = {}): Loose {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: ns, name },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [container({ resources })] },
      },
    },
  };
}

function autoscaler(name: string, target: string, metric: object): Loose {
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { namespace: ns, name },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: target },
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [metric],
    },
  };
}

const cpu = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
};
const pods = (name: string) => ({
  type: "Pods",
  pods: { metric: { name }, target: { type: "AverageValue", averageValue: "10" } },
});
const requests = { requests: { cpu: "200m", memory: "128Mi" } };

async function desired(object: Loose, replicas: number) {
  await waitUntil(
    `${object.metadata.name} to want ${replicas}`,
    async () => {
      const { status } = await read<{ status: { desiredReplicas: number } }>(plane!, object);
      return status.desiredReplicas === replicas ? undefined : JSON.stringify(status);
    },
    30_000,
  );
}

describe("the metrics stand-ins", { skip: missing }, () => {
  before(async () => {
    await applyAll(plane!, [
      namespace(ns),
      namespace("slipway-stand-ins"),
      configMap("slipway-stand-ins", "custom-metrics", { queue_length: "5" }),
      configMap("slipway-stand-ins", "external-metrics", { orders_waiting: "25" }),
      deployment("calm", {}, requests),
      deployment("busy", { "slipway.test/cpu-usage": "140%" }, requests),
      deployment("boundless"),
    ]);
    await allPodsReady(plane!, [ns]);
  });

  test("kubectl top sees what pods use", async () => {
    const { stdout, stderr } = await plane!.kubectl(["top", "pods", "-n", ns]);
    assert.match(stdout, /busy-\S+\s+280m\s+64Mi/, stderr);
    assert.match(stdout, /calm-\S+\s+100m\s+64Mi/);
  });

  test("autoscalers on CPU are active; a busy one scales up", async () => {
    const calm = autoscaler("calm", "calm", cpu);
    const busy = autoscaler("busy", "busy", cpu);
    await applyAll(plane!, [calm, busy]);
    await condition(plane!, calm, "ScalingActive", "True");
    await condition(plane!, busy, "ScalingActive", "True");
    await desired(busy, 4);
    await desired(calm, 1);
  });

  test("an autoscaler on the utilization of pods without requests is not active", async () => {
    const object = autoscaler("boundless", "boundless", cpu);
    await applyAll(plane!, [object]);
    await condition(plane!, object, "ScalingActive", "False", /missing request for cpu/);
  });

  test("custom and external metrics exist when they are declared, and not otherwise", async () => {
    const known = autoscaler("known", "calm", pods("queue_length"));
    const outside = autoscaler("outside", "calm", {
      type: "External",
      external: { metric: { name: "orders_waiting" }, target: { type: "Value", value: "100" } },
    });
    const unknown = autoscaler("unknown", "calm", pods("queue_lenght"));
    // One autoscaler at a time, since two on one target are ambiguous.
    const answers: [Loose, "True" | "False"][] = [
      [known, "True"],
      [outside, "True"],
      [unknown, "False"],
    ];
    await plane!.kubectl(["delete", "hpa", "--all", "-n", ns]);
    for (const [object, active] of answers) {
      await applyAll(plane!, [object]);
      const { message = "" } = await condition(plane!, object, "ScalingActive", active);
      if (active === "False") assert.match(message, /queue_lenght/);
      await plane!.kubectl(["delete", "hpa", object.metadata.name!, "-n", ns]);
    }
  });
});
