import assert from "node:assert/strict";
import { it } from "node:test";
import { emptyBudget } from "../../../src/check/practice/empty-budget.ts";
import { fixedAutoscaler } from "../../../src/check/practice/fixed-autoscaler.ts";
import { missingBudget } from "../../../src/check/practice/missing-budget.ts";
import { missingSpread } from "../../../src/check/practice/missing-spread.ts";
import { changed, WEB } from "../../../src/check/practice/shared/example.ts";
import { singleReplica } from "../../../src/check/practice/single-replica.ts";
import { unhealthyEviction } from "../../../src/check/practice/unhealthy-eviction.ts";
import { found } from "./found.ts";

const scaler = (least: number, most = 9) => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: ${least}
  maxReplicas: ${most}
`;
const ONE = changed(WEB, "replicas: 2", "replicas: 1");

it("one pod behind a Service is told, also where an autoscaler leaves one", async () => {
  assert.equal((await found(singleReplica, ONE)).length, 1);
  assert.equal((await found(singleReplica, changed(WEB, "  replicas: 2\n", ""))).length, 1);
  assert.equal((await found(singleReplica, WEB + scaler(1))).length, 1);
  assert.deepEqual(await found(singleReplica, ONE + scaler(2)), []);
});

it("one pod may have its reason: a volume, Recreate, a leader, nobody who asks, the cluster itself", async () => {
  const [alone = ""] = ONE.split("---\n");
  const fine = [
    changed(
      ONE,
      "      containers:",
      "      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]\n      containers:",
    ),
    changed(ONE, "  replicas: 1", "  replicas: 1\n  strategy: { type: Recreate }"),
    changed(ONE, "          image:", "          args: [--leader-elect]\n          image:"),
    changed(
      ONE,
      "      containers:",
      "      priorityClassName: system-cluster-critical\n      containers:",
    ),
    changed(ONE, "replicas: 1", "replicas: 0"),
    `${ONE}---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: web }\nspec: { scaleTargetRef: { name: web } }\n`,
    alone,
  ];
  for (const text of fine) assert.deepEqual(await found(singleReplica, text), []);
});

it("a budget counts by what it selects", async () => {
  const other = WEB.replace(
    /matchLabels: \{ app.kubernetes.io\/name: web \} \}\n$/,
    "matchLabels: { app.kubernetes.io/name: other } }\n",
  ).replace("Budget\nmetadata: { name: web }", "Budget\nmetadata: { name: other }");
  assert.deepEqual(await found(missingBudget, other), [
    "no PodDisruptionBudget covers the 2 pods of Deployment web",
  ]);
  const all = WEB.replace(
    /matchLabels: \{ app.kubernetes.io\/name: web \} \}\n$/,
    "matchExpressions: [{ key: app.kubernetes.io/name, operator: In, values: [web, api] }] }\n",
  );
  assert.deepEqual(await found(missingBudget, all), []);
});

it("of one pod neither a budget nor a spread is asked", async () => {
  const [one = ""] = changed(ONE, "topologySpreadConstraints", "tolerations").split(
    "---\napiVersion: policy",
  );
  assert.deepEqual(await found(missingBudget, one), []);
  assert.deepEqual(await found(missingSpread, one), []);
});

it("anti-affinity spreads too", async () => {
  const bad = missingSpread.bad;
  const apart = changed(
    bad,
    "      containers:",
    "      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app.kubernetes.io/name: web } } } }] } }\n      containers:",
  );
  assert.equal((await found(missingSpread, bad)).length, 1);
  assert.deepEqual(await found(missingSpread, apart), []);
});

it("budgets: one that demands nothing, and those that keep what does not work", async () => {
  assert.equal((await found(emptyBudget, emptyBudget.bad)).length, 1);
  assert.deepEqual(
    await found(emptyBudget, changed(WEB, "maxUnavailable: 1", 'minAvailable: "50%"')),
    [],
  );
  assert.deepEqual(
    await found(unhealthyEviction, changed(WEB, "AlwaysAllow", "IfHealthyBudget")),
    [],
  );
});

it("an autoscaler between two numbers is one", async () => {
  assert.equal((await found(fixedAutoscaler, WEB + scaler(3, 3))).length, 1);
  assert.deepEqual(await found(fixedAutoscaler, WEB + scaler(2, 3)), []);
});
