import assert from "node:assert/strict";
import { test } from "node:test";
import { setting, web, worker } from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const shopWith = (part: object) =>
  web("shop", { image: app, port: 80, resources, scale: 3, ...part });
const made = (part: object, options: object = {}) => objects({ shop: shopWith(part) }, {}, options);
const cluster = { podMetrics: ["requests_per_second", "queue"] };
const autoscaler = (scale: object) =>
  objects({ shop: shopWith({ scale }) }, { cluster }).get("HorizontalPodAutoscaler", "shop-hpa")
    .spec;

test("a fixed number has no autoscaler", () =>
  assert.deepEqual(made({}).names("HorizontalPodAutoscaler"), []));

test("targets: CPU, memory, the program's own metrics", () => {
  isYaml(
    autoscaler({
      min: 2,
      max: 9,
      cpu: 70,
      memory: 80,
      metrics: { requests_per_second: "1k", queue: 5 },
    }),
    `
scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
minReplicas: 2
maxReplicas: 9
metrics:
  - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }
  - { type: Resource, resource: { name: memory, target: { type: Utilization, averageUtilization: 80 } } }
  - { type: Pods, pods: { metric: { name: requests_per_second }, target: { type: AverageValue, averageValue: 1k } } }
  - { type: Pods, pods: { metric: { name: queue }, target: { type: AverageValue, averageValue: "5" } } }
`,
  );
});

test("speed in both directions", () => {
  const up = { percent: 100, pods: 4, every: "30s", pick: "max" };
  const { behavior } = autoscaler({
    min: 2,
    max: 9,
    cpu: 70,
    up,
    down: { window: "10m", pods: 1 },
  });
  isYaml(
    behavior,
    `
scaleUp:
  selectPolicy: Max
  policies:
    - { type: Percent, value: 100, periodSeconds: 30 }
    - { type: Pods, value: 4, periodSeconds: 30 }
scaleDown:
  stabilizationWindowSeconds: 600
  policies: [{ type: Pods, value: 1, periodSeconds: 15 }]
`,
  );
  assert.deepEqual(autoscaler({ min: 2, max: 9, cpu: 70, down: { pick: "disabled" } }).behavior, {
    scaleDown: { selectPolicy: "Disabled" },
  });
});

test("a window that is not said: none upwards, and downwards the documented one, on every cluster", () => {
  const speed = { pods: 1, every: "1m" };
  const policies = [{ type: "Pods", value: 1, periodSeconds: 60 }];
  assert.deepEqual(autoscaler({ min: 2, max: 9, cpu: 70, up: speed, down: speed }).behavior, {
    scaleUp: { policies },
    scaleDown: { stabilizationWindowSeconds: 300, policies },
  });
  const down = { ...speed, window: "0s" };
  assert.deepEqual(autoscaler({ min: 2, max: 9, cpu: 70, down }).behavior, {
    scaleDown: { stabilizationWindowSeconds: 0, policies },
  });
});

/** What the documents of two systems ask for, and how it is written. */
const documented = [
  {
    asked:
      "up 100 % or 2 pods in 30 s, the more of the two, after 60 s; down 50 % in 60 s after 10 minutes",
    up: { percent: 100, pods: 2, every: "30s", window: "60s", pick: "max" },
    down: { percent: 50, every: "60s", window: "600s" },
    behavior: `
scaleUp:
  stabilizationWindowSeconds: 60
  selectPolicy: Max
  policies: [{ type: Percent, value: 100, periodSeconds: 30 }, { type: Pods, value: 2, periodSeconds: 30 }]
scaleDown:
  stabilizationWindowSeconds: 600
  policies: [{ type: Percent, value: 50, periodSeconds: 60 }]
`,
  },
  {
    asked: "up at once, 100 % or 2 pods in 15 s; down after 5 minutes, 50 % or 1 pod in 60 s",
    up: { percent: 100, pods: 2, every: "15s", window: "0s" },
    down: { percent: 50, pods: 1, every: "60s", window: "300s" },
    behavior: `
scaleUp:
  stabilizationWindowSeconds: 0
  policies: [{ type: Percent, value: 100, periodSeconds: 15 }, { type: Pods, value: 2, periodSeconds: 15 }]
scaleDown:
  stabilizationWindowSeconds: 300
  policies: [{ type: Percent, value: 50, periodSeconds: 60 }, { type: Pods, value: 1, periodSeconds: 60 }]
`,
  },
];
for (const { asked, up, down, behavior } of documented)
  test(asked, () => isYaml(autoscaler({ min: 2, max: 9, cpu: 70, up, down }).behavior, behavior));

test("members scale as a StatefulSet, between bounds that a setting may give", () => {
  const shards = setting("shards", 4);
  const bot = worker("bot", {
    image: app,
    resources,
    member: "N",
    scale: { min: shards, max: 8, cpu: 70 },
  });
  const { spec } = objects({ bot, shards }).get("HorizontalPodAutoscaler", "bot-hpa");
  assert.deepEqual(spec.scaleTargetRef, {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    name: "bot",
  });
  assert.deepEqual([spec.minReplicas, spec.maxReplicas], [4, 8]);
});

test("budgets: how many stay, which part stays, how many may be missing", () => {
  const bound = (budget: unknown) => {
    const { selector, unhealthyPodEvictionPolicy, ...rest } = made({ budget }).get(
      "PodDisruptionBudget",
      "shop-pdb",
    ).spec;
    isYaml(selector, "matchLabels: { app.kubernetes.io/name: shop }");
    assert.equal(unhealthyPodEvictionPolicy, "AlwaysAllow");
    return rest;
  };
  assert.deepEqual(bound(2), { minAvailable: 2 });
  assert.deepEqual(bound("50%"), { minAvailable: "50%" });
  assert.deepEqual(bound({ unavailable: 1 }), { maxUnavailable: 1 });
  assert.deepEqual(bound({ unavailable: "25%" }), { maxUnavailable: "25%" });
  assert.deepEqual(made({}).names("PodDisruptionBudget"), []);
});

test("vertical: recommends, and acts only where it is told to", () => {
  const spec = (vertical: object) =>
    made({ vertical }).get("VerticalPodAutoscaler", "shop-vpa").spec;
  isYaml(
    spec({}),
    `
targetRef: { apiVersion: apps/v1, kind: Deployment, name: shop }
updatePolicy: { updateMode: "Off" }
`,
  );
  // Beside the fixed number of replicas; with an autoscaler on CPU the two would fight.
  const bounded = spec({
    mode: "recreate",
    min: { cpu: "100m" },
    max: { cpu: "2", memory: "4Gi" },
  });
  assert.deepEqual(bounded.updatePolicy, { updateMode: "Recreate" });
  isYaml(
    bounded.resourcePolicy,
    `containerPolicies: [{ containerName: shop, minAllowed: { cpu: 100m }, maxAllowed: { cpu: "2", memory: 4Gi } }]`,
  );
});

test("names follow the naming scheme", () => {
  const names = {
    autoscaler: "{platform}-{name}-scale",
    budget: "{name}.{namespace}",
    vertical: "v-{name}",
  };
  const part = { scale: { min: 2, max: 3, cpu: 70 }, budget: 1, vertical: {} };
  const found = made(part, { names });
  assert.deepEqual(
    ["HorizontalPodAutoscaler", "PodDisruptionBudget", "VerticalPodAutoscaler"].flatMap(
      found.names,
    ),
    ["shop-shop-scale", "shop.shop", "v-shop"],
  );
});

test("a component's own names count before the scheme, a prefix before both", () => {
  const part = { scale: { min: 2, max: 3, cpu: 70 }, budget: 1, names: { autoscaler: "old-hpa" } };
  const scheme = { names: { autoscaler: "{name}-scale", budget: "{name}-keep" } };
  const names = (environment: object) => {
    const found = objects({ shop: shopWith(part) }, environment, scheme);
    return ["HorizontalPodAutoscaler", "PodDisruptionBudget"].flatMap(found.names);
  };
  assert.deepEqual(names({}), ["old-hpa", "shop-keep"]);
  assert.deepEqual(names({ prefix: "dev-" }), ["dev-old-hpa", "dev-shop-keep"]);
});
