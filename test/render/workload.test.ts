import assert from "node:assert/strict";
import { test } from "node:test";
import { scheduler, secret, web, worker } from "../../src/index.ts";
import { app, cache, db, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const plain = { image: app, resources, scale: 2 };
const shopWith = (part: object) => web("shop", { ...plain, port: 8000, ...part });
const deployment = (part: object) => objects({ shop: shopWith(part) }).get("Deployment", "shop");
const pod = (part: object) => objects({ shop: shopWith(part) }).pod("Deployment", "shop");

test("a web component is a Deployment that rolls without a gap", () => {
  const { metadata, spec } = deployment({});
  isYaml(
    metadata,
    `
name: shop
namespace: shop
labels:
  app.kubernetes.io/name: shop
  app.kubernetes.io/part-of: shop
  app.kubernetes.io/managed-by: slipway
`,
  );
  const { template, ...rest } = spec;
  isYaml(
    rest,
    `
replicas: 2
strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
selector: { matchLabels: { app.kubernetes.io/name: shop } }
`,
  );
  assert.equal(template.metadata.labels["app.kubernetes.io/name"], "shop");
});

test("its pods are safe by default", () => {
  const { topologySpreadConstraints, ...rest } = pod({});
  assert.equal(topologySpreadConstraints.length, 2);
  isYaml(
    rest,
    `
serviceAccountName: shop
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: { type: RuntimeDefault }
terminationGracePeriodSeconds: 35
containers:
  - name: shop
    image: gcr.io/shop/app:v1
    ports: [{ name: http, containerPort: 8000 }]
    resources:
      requests: { cpu: 100m, memory: 64Mi }
      limits: { cpu: "1", memory: 1Gi }
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: { drop: [ALL] }
    lifecycle: { preStop: { sleep: { seconds: 5 } } }
`,
  );
});

test("strategy: what is left out is as safe as without it", () => {
  const strategy = (part: object) => deployment({ strategy: part }).spec.strategy;
  isYaml(strategy({ surge: "50%" }), "rollingUpdate: { maxSurge: 50%, maxUnavailable: 0 }");
  isYaml(
    strategy({ surge: 0, unavailable: 1 }),
    "rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }",
  );
  isYaml(deployment({ strategy: "recreate" }).spec.strategy, "type: Recreate");
});

test("scale: a number is written, with an autoscaler the number is its own", () => {
  assert.equal(deployment({ scale: 0 }).spec.replicas, 0);
  assert.ok(!("replicas" in deployment({ scale: { min: 2, max: 3, cpu: 70 } }).spec));
});

test("drain and stopWithin add up to what the kubelet grants", () => {
  const slow = pod({ drain: "10s", stopWithin: "2m" });
  assert.equal(slow.terminationGracePeriodSeconds, 130);
  assert.deepEqual(slow.containers[0].lifecycle, { preStop: { sleep: { seconds: 10 } } });
  const quick = pod({ drain: "0s" });
  assert.ok(!("lifecycle" in quick.containers[0]) && !("terminationGracePeriodSeconds" in quick));
});

test("security: user, groups, root file system, capabilities", () => {
  const security = {
    user: 33,
    group: 34,
    volumeGroup: 35,
    readOnlyRoot: false,
    capabilities: ["NET_BIND_SERVICE"],
  };
  const { securityContext, containers } = pod({ security });
  const { runAsUser, runAsGroup, fsGroup } = securityContext;
  assert.deepEqual([runAsUser, runAsGroup, fsGroup], [33, 34, 35]);
  isYaml(
    containers[0].securityContext,
    "{ allowPrivilegeEscalation: false, capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } }",
  );
});

test("labels and annotations of the pods, labels of the platform", () => {
  const part = { labels: { tier: "front" }, annotations: { "example.org/a": "b" } };
  const made = objects({ shop: shopWith(part) }, {}, { labels: { team: "blue" } });
  const { metadata, spec } = made.get("Deployment", "shop");
  assert.deepEqual(spec.template.metadata.annotations, { "example.org/a": "b" });
  assert.deepEqual(
    [spec.template.metadata.labels.tier, metadata.labels.tier],
    ["front", undefined],
  );
  assert.ok(made.all.every((object) => object.metadata.labels?.team === "blue"));
});

test("another selector is used wherever pods are selected", () => {
  const shop = shopWith({ budget: 1 });
  const made = objects({ shop }, {}, { selector: "app" });
  isYaml(made.get("Deployment", "shop").spec.selector, "matchLabels: { app: shop }");
  isYaml(made.get("Service", "shop").spec.selector, "app: shop");
  isYaml(made.get("PodDisruptionBudget", "shop-pdb").spec.selector, "matchLabels: { app: shop }");
});

test("pull: every pod may open the registry, those of stores too", () => {
  const registry = secret("registry", [".dockerconfigjson"], {
    type: "kubernetes.io/dockerconfigjson",
  });
  const parts = { shop: shopWith({}), db, cache };
  const made = objects(parts, {}, { pull: registry });
  const opens = [{ name: "registry" }];
  assert.deepEqual(made.pod("Deployment", "shop").imagePullSecrets, opens);
  assert.deepEqual(made.pod("StatefulSet", "db").imagePullSecrets, opens);
  assert.ok(!("imagePullSecrets" in objects(parts).pod("Deployment", "shop")));
});

test("a scheduler runs once: the old pod goes first", () => {
  const { spec } = objects({ beat: scheduler("beat", { image: app, resources }) }).get(
    "Deployment",
    "beat",
  );
  isYaml(spec.strategy, "type: Recreate");
  assert.equal(spec.replicas, 1);
  assert.ok(!("topologySpreadConstraints" in spec.template.spec));
});

test("a worker without a port is a Deployment without a Service", () => {
  const made = objects({ tasks: worker("tasks", plain) });
  assert.deepEqual([made.names("Deployment"), made.names("Service")], [["tasks"], []]);
  assert.ok(!("lifecycle" in made.pod("Deployment", "tasks").containers[0]));
});

test("members know their number and have a headless Service, ports or not", () => {
  const made = objects({ bot: worker("bot", { ...plain, member: "SHARD", env: { A: 1 } }) });
  const { template, ...rest } = made.get("StatefulSet", "bot").spec;
  isYaml(
    rest,
    `
replicas: 2
serviceName: bot
podManagementPolicy: Parallel
selector: { matchLabels: { app.kubernetes.io/name: bot } }
`,
  );
  isYaml(
    template.spec.containers[0].env,
    `
- { name: A, value: "1" }
- name: SHARD
  valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } }
`,
  );
  isYaml(
    made.get("Service", "bot").spec,
    "{ clusterIP: None, selector: { app.kubernetes.io/name: bot } }",
  );
});
