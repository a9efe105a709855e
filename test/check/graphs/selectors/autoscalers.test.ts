import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { autoscaler, foundBy, workload } from "../found.ts";

const requests = "resources: { requests: { cpu: 100m } }";
const web = workload("web", { app: "web" }, { container: requests });

describe("overlapping-autoscalers", () => {
  const find = (...documents: readonly string[]) =>
    foundBy("overlapping-autoscalers", ...documents);

  it("finds two for one target, KEDA's too", async () => {
    assert.equal((await find(autoscaler("a", "web"), autoscaler("b", "web"), web)).length, 1);
    const keda =
      "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: web }\nspec: { scaleTargetRef: { name: web }, triggers: [] }\n";
    const found = await find(autoscaler("a", "web"), keda, web);
    assert.match(
      found[0]?.message ?? "",
      /Deployment web is scaled by HorizontalPodAutoscaler a too/,
    );
  });

  it("finds targets whose selectors match the same pods", async () => {
    const api = workload("api", { app: "web", tier: "api" });
    const found = await find(autoscaler("web", "web"), autoscaler("api", "api"), web, api);
    assert.match(found[0]?.message ?? "", /matches pods that HorizontalPodAutoscaler web counts/);
  });

  it("leaves alone: targets with labels of their own, another kind of the same name", async () => {
    const api = workload("api", { app: "api" });
    assert.deepEqual(await find(autoscaler("web", "web"), autoscaler("api", "api"), web, api), []);
    const set = workload("web", { app: "set" }, { kind: "StatefulSet" });
    const other = autoscaler("set", "web", { kind: "StatefulSet" });
    assert.deepEqual(await find(autoscaler("web", "web"), other, web, set), []);
  });
});

describe("replicas-beside-autoscaler", () => {
  const find = (...documents: readonly string[]) =>
    foundBy("replicas-beside-autoscaler", ...documents);
  const with_ = (replicas: number) =>
    workload("web", { app: "web" }, { spec: `replicas: ${replicas}` });

  it("finds a number, and says how it lies to the limits", async () => {
    const said = async (replicas: number) =>
      (await find(autoscaler("web", "web"), with_(replicas)))[0]?.message ?? "";
    assert.match(await said(3), /is set to 3$/);
    assert.match(await said(1), /below its minimum of 2$/);
    assert.match(await said(9), /above its maximum of 6$/);
    assert.match(await said(0), /does nothing as long as replicas is 0/);
  });

  it("leaves alone: no number, a workload without an autoscaler", async () => {
    assert.deepEqual(await find(autoscaler("web", "web"), web), []);
    assert.deepEqual(await find(autoscaler("api", "api"), with_(3)), []);
  });
});

describe("autoscaler-without-requests", () => {
  const find = (...documents: readonly string[]) =>
    foundBy("autoscaler-without-requests", ...documents);
  const bare = workload("web", { app: "web" });

  it("finds a container without a request, a sidecar's too", async () => {
    assert.equal((await find(autoscaler("web", "web"), bare)).length, 1);
    const pod = "initContainers: [{ name: proxy, restartPolicy: Always, image: proxy }]";
    const found = await find(
      autoscaler("web", "web"),
      workload("web", { app: "web" }, { container: requests, pod }),
    );
    assert.match(found[0]?.message ?? "", /no request for cpu in container "proxy"/);
    assert.equal((await find(autoscaler("web", "web", { metric: "memory" }), web)).length, 1);
  });

  it("finds it in the first version of the API too", async () => {
    const old =
      "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 3, targetCPUUtilizationPercentage: 50 }\n";
    const found = await find(old, bare);
    assert.equal(found[0]?.path, "spec.targetCPUUtilizationPercentage");
    assert.deepEqual(await find(old, web), []);
  });

  it("leaves alone: requests, limits, those of the pod, defaults, an init container, averages", async () => {
    const fine = [
      web,
      workload("web", { app: "web" }, { container: "resources: { limits: { cpu: 1 } }" }),
      workload("web", { app: "web" }, { pod: "resources: { requests: { cpu: 1 } }" }),
      workload(
        "web",
        { app: "web" },
        { container: requests, pod: "initContainers: [{ name: a, image: a }]" },
      ),
      `${bare}---\napiVersion: v1\nkind: LimitRange\nmetadata: { name: all }\nspec: { limits: [{ type: Container, defaultRequest: { cpu: 100m } }] }\n`,
    ];
    for (const each of fine) assert.deepEqual(await find(autoscaler("web", "web"), each), []);
    const average = autoscaler("web", "web").replace(
      "type: Utilization, averageUtilization: 70",
      "type: AverageValue, averageValue: 1",
    );
    assert.deepEqual(await find(average, bare), []);
    assert.deepEqual(await find(autoscaler("web", "web")), []);
  });
});
