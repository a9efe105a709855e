import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { autoscaler, budget, foundBy, workload } from "../found.ts";

const labels = "{ matchLabels: { app: web } }";
const web = (replicas: number) =>
  workload("web", { app: "web" }, { spec: `replicas: ${replicas}` });
const scaled = workload("web", { app: "web" });
const agent = workload("agent", { app: "web" }, { kind: "DaemonSet" });
const cleaning = `apiVersion: batch/v1
kind: CronJob
metadata: { name: clean }
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: { labels: { app: web } }
        spec: { restartPolicy: Never, containers: [{ name: clean, image: "example.com/web:v1" }] }
`;

describe("overlapping-budgets", () => {
  const find = (...documents: readonly string[]) => foundBy("overlapping-budgets", ...documents);

  it("finds two budgets of one workload, and one that guards everything", async () => {
    assert.equal((await find(budget("a", labels), budget("b", labels), web(3))).length, 1);
    const found = await find(
      budget("a", labels),
      budget("all", "{}"),
      web(3),
      workload("b", { app: "b" }),
    );
    assert.match(
      found[0]?.message ?? "",
      /guards pods of Deployment web, which PodDisruptionBudget a guards too/,
    );
  });

  it("tells one cause once, however many workloads and budgets", async () => {
    const all = ["a", "b", "c"].map((name) => budget(name, "{}"));
    const found = await find(...all, web(3), workload("api", { app: "api" }));
    assert.equal(found.length, 1);
    assert.match(
      found[0]?.message ?? "",
      /Deployment web and Deployment api, which .* a and .* b guard too/,
    );
  });

  it("leaves alone: budgets of different pods, of one pod each, of no pod", async () => {
    const rest = "{ matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }";
    assert.deepEqual(await find(budget("a", labels), budget("b", rest), web(3)), []);
    const one = (name: string) =>
      budget(name, `{ matchLabels: { statefulset.kubernetes.io/pod-name: ${name} } }`);
    const set = workload("db", { app: "db" }, { kind: "StatefulSet" });
    assert.deepEqual(await find(one("db-0"), one("db-1"), set), []);
    assert.deepEqual(await find(budget("a", labels), budget("b", labels)), []);
  });
});

describe("blocking-budget", () => {
  const find = (...documents: readonly string[]) => foundBy("blocking-budget", ...documents);

  const wrong: Readonly<Record<string, readonly string[]>> = {
    "as many as there are": [budget("a", labels, "minAvailable: 2"), web(2)],
    "a share that is rounded up to all": [budget("a", labels, "minAvailable: 51%"), web(2)],
    "half of one": [budget("a", labels, "minAvailable: 50%"), web(1)],
    "none may go": [budget("a", labels, "maxUnavailable: 0"), web(5)],
    "all must stay": [budget("a", labels, "minAvailable: 100%"), web(5)],
    "the autoscaler's minimum": [
      budget("a", labels, "minAvailable: 2"),
      scaled,
      autoscaler("web", "web"),
    ],
    "two workloads, counted together": [
      budget("a", labels, "minAvailable: 3"),
      web(2),
      workload("web-b", { app: "web" }),
    ],
  };
  for (const [what, documents] of Object.entries(wrong))
    it(`finds: ${what}`, async () => assert.equal((await find(...documents)).length, 1));

  const fine: Readonly<Record<string, readonly string[]>> = {
    "one pod fewer": [budget("a", labels, "minAvailable: 2"), web(3)],
    "a share of unavailable pods that is rounded up to one": [
      budget("a", labels, "maxUnavailable: 10%"),
      web(2),
    ],
    "above the autoscaler's minimum": [
      budget("a", labels, "minAvailable: 2"),
      scaled,
      autoscaler("web", "web", { minimum: 3 }),
    ],
    "a workload that is switched off": [budget("a", labels, "minAvailable: 1"), web(0)],
    "pods that are not counted in the input": [budget("a", labels, "minAvailable: 1"), agent],
    "no pods in the input": [budget("a", labels, "minAvailable: 1")],
  };
  for (const [what, documents] of Object.entries(fine))
    it(`leaves alone: ${what}`, async () => assert.deepEqual(await find(...documents), []));
});

describe("uncountable-budget", () => {
  const find = (...documents: readonly string[]) => foundBy("uncountable-budget", ...documents);

  it("finds a share of a DaemonSet, and pods of a CronJob beside those of a program", async () => {
    assert.equal((await find(budget("a", labels), agent)).length, 1);
    const found = await find(budget("a", labels, "minAvailable: 50%"), web(3), cleaning);
    assert.match(found[0]?.message ?? "", /pods of CronJob clean/);
  });

  it("leaves alone: a number that must be there, pods with a scale", async () => {
    assert.deepEqual(await find(budget("a", labels, "minAvailable: 1"), agent), []);
    assert.deepEqual(await find(budget("a", labels), web(3)), []);
  });
});

describe("budget-without-pods", () => {
  const find = (...documents: readonly string[]) => foundBy("budget-without-pods", ...documents);

  it("finds labels that no pod has", async () => {
    const found = await find(budget("a", "{ matchLabels: { app: wbe } }"), web(2));
    assert.match(found[0]?.fix ?? "", /did you mean "web"/);
  });

  it("leaves alone: all pods, what is not there, a budget alone", async () => {
    assert.deepEqual(await find(budget("a", "{}"), web(2)), []);
    const others = "{ matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }";
    assert.deepEqual(await find(budget("a", others), web(2)), []);
    assert.deepEqual(await find(budget("a", labels)), []);
  });
});
