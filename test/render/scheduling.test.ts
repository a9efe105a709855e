import assert from "node:assert/strict";
import { test } from "node:test";
import { postgres, priority, volume, web, worker } from "../../src/index.ts";
import { app, login, resources } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

const other = worker("other", { image: app, resources, scale: 1 });
const shopWith = (part: object) =>
  web("shop", { image: app, port: 80, resources, scale: 2, ...part });
const pod = (part: object, environment: object = {}) =>
  objects({ shop: shopWith(part), other }, environment).pod("Deployment", "shop");

const spread = (hosts: string) => `
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ${hosts}
  labelSelector: { matchLabels: { app.kubernetes.io/name: shop } }
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector: { matchLabels: { app.kubernetes.io/name: shop } }
`;
const constraints = (...args: Parameters<typeof pod>) => pod(...args).topologySpreadConstraints;

test("spread: preferred, required, none; the component's word counts before the environment's", () => {
  isYaml(constraints({}), spread("ScheduleAnyway"));
  isYaml(constraints({}, { spread: "require" }), spread("DoNotSchedule"));
  isYaml(constraints({ spread: "require" }), spread("DoNotSchedule"));
  isYaml(constraints({ spread: "prefer" }, { spread: "require" }), spread("ScheduleAnyway"));
  assert.equal(constraints({ spread: "none" }), undefined);
  assert.equal(constraints({}, { spread: "none" }), undefined);
});

test("one replica has nothing to spread, an autoscaler of more has", () => {
  assert.equal(constraints({ scale: 1 }), undefined);
  assert.equal(constraints({ scale: { min: 1, max: 2, cpu: 70 } }).length, 2);
});

test("apart and near are wishes", () => {
  const term = (name: string) =>
    `[{ weight: 100, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app.kubernetes.io/name: ${name} } } } }]`;
  isYaml(
    pod({ apart: [other] }).affinity,
    `podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: ${term("other")} }`,
  );
  isYaml(
    pod({ near: [other] }).affinity,
    `podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: ${term("other")} }`,
  );
});

test("tolerations and nodes are as Kubernetes writes them", () => {
  const tolerations = [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }];
  const found = pod({ tolerations, nodes: { disk: "ssd" } });
  assert.deepEqual([found.tolerations, found.nodeSelector], [tolerations, { disk: "ssd" }]);
});

test("priority: a class of the platform, or the name of one that the cluster has", () => {
  const high = priority("high", { value: 1000, description: "first", preempts: false });
  const everywhere = priority("top", { value: 2000, scope: "shared" });
  const made = objects({ shop: shopWith({ priority: high }) });
  assert.equal(made.pod("Deployment", "shop").priorityClassName, "shop-high");
  const { metadata, ...rest } = made.get("PriorityClass", "shop-high");
  assert.ok(!("namespace" in metadata));
  isYaml(
    rest,
    `
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
value: 1000
description: first
preemptionPolicy: Never
`,
  );
  const shared = objects({ shop: shopWith({ priority: everywhere }) });
  assert.equal(shared.pod("Deployment", "shop").priorityClassName, "top");
  assert.deepEqual(shared.names("PriorityClass"), ["top"]);
  assert.equal(
    pod({ priority: "system-cluster-critical" }).priorityClassName,
    "system-cluster-critical",
  );
});

test("a program that mounts a store's volume of one node runs on that node", () => {
  const storage = volume("data", { size: "1Gi" });
  const dumps = volume("dumps", { size: "1Gi" });
  const db = postgres("db", {
    version: "15",
    storage,
    user: login.key("USER"),
    password: login.key("PASSWORD"),
    resources,
    backup: { schedule: "@daily", keep: 2, to: dumps },
  });
  const reader = worker("reader", {
    image: app,
    resources,
    scale: 1,
    mounts: { "/dumps": dumps.readOnly },
  });
  const made = objects({ db, reader, other });
  const beside = `podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app.kubernetes.io/name: db } } }] }`;
  isYaml(made.pod("Deployment", "reader").affinity, beside);
  isYaml(made.pod("CronJob", "db-backup").affinity, beside);
  assert.equal(made.pod("Deployment", "other").affinity, undefined);
});

test("a store is placed like a program", () => {
  const db = postgres("db", {
    version: "15",
    storage: volume("data", { size: "1Gi" }),
    user: login.key("USER"),
    password: login.key("PASSWORD"),
    resources,
    nodes: { disk: "ssd" },
    apart: [other],
    priority: "high",
  });
  const found = objects({ db, other }).pod("StatefulSet", "db");
  assert.deepEqual([found.nodeSelector, found.priorityClassName], [{ disk: "ssd" }, "high"]);
  assert.ok(found.affinity.podAntiAffinity);
});
