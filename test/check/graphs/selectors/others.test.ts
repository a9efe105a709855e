import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy, workload } from "../found.ts";

const web = workload("web", { app: "web", tier: "front" });

describe("fighting-workloads", () => {
  const find = (...documents: readonly string[]) => foundBy("fighting-workloads", ...documents);

  it("finds workloads that match each other's pods, once for all of them", async () => {
    const same = ["a", "b", "c"].map((name) => workload(name, { app: "shop" }));
    const found = await find(...same);
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", /the pods of Deployment a and Deployment b/);
  });

  it("leaves alone: a label that tells them apart, one that only looks wider, other namespaces", async () => {
    const tracks = ["stable", "canary"].map((track) => workload(track, { app: "web", track }));
    assert.deepEqual(await find(...tracks), []);
    const wide = workload("all", { app: "web", x: "y" }, { selector: { app: "web" } });
    const narrow = workload("one", { app: "web", x: "z" }, { selector: { x: "z" } });
    assert.deepEqual(await find(wide, narrow), []);
    const apart = ["one", "two"].map((namespace) => workload("web", { app: "web" }, { namespace }));
    assert.deepEqual(await find(...apart), []);
  });
});

describe("policy-without-pods", () => {
  const find = (spec: string, ...documents: readonly string[]) =>
    foundBy(
      "policy-without-pods",
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: a }\nspec: ${spec}\n`,
      ...documents,
    );

  it("finds a policy for nobody, and a peer that is nobody", async () => {
    assert.equal((await find("{ podSelector: { matchLabels: { app: wbe } } }", web)).length, 1);
    const found = await find(
      "{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: wbe } } }] }] }",
      web,
    );
    assert.equal(found[0]?.path, "spec.ingress[0].from[0].podSelector");
  });

  it("leaves alone: everybody, another namespace, what is left out, solvers, what a chart brings", async () => {
    const fine = [
      "{ podSelector: {} }",
      "{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [web] }] } }",
      '{ podSelector: { matchLabels: { "acme.cert-manager.io/http01-solver": "true" } } }',
      "{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: prometheus } } }] }] }",
    ];
    for (const spec of fine) assert.deepEqual(await find(spec, web), []);
    assert.deepEqual(await find("{ podSelector: { matchLabels: { app: web } } }"), []);
  });
});

describe("affinity-without-pods and spread-of-others", () => {
  const away = (labels: string, more = "") =>
    workload(
      "api",
      { app: "api", tier: "back" },
      {
        pod: `affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: ${labels} }${more} } }] } }`,
      },
    );
  const spread = (constraint: string) =>
    workload(
      "api",
      { app: "api" },
      {
        pod: `topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway${constraint} }]`,
      },
    );

  it("finds anti-affinity to nobody", async () => {
    const found = await foundBy("affinity-without-pods", away("{ app: apo }"), web);
    assert.match(found[0]?.fix ?? "", /did you mean "api"/);
  });

  it("leaves alone: the own pods, another program's, other namespaces", async () => {
    for (const each of [
      away("{ app: api }"),
      away("{ app: web }"),
      away("{ app: x }", ", namespaces: [other]"),
    ])
      assert.deepEqual(await foundBy("affinity-without-pods", each, web), []);
  });

  it("finds a constraint that counts others, or nobody", async () => {
    for (const each of [", labelSelector: { matchLabels: { app: web } }", ""])
      assert.equal((await foundBy("spread-of-others", spread(each), web)).length, 1);
  });

  it("leaves alone: the own pods, all pods, one version's", async () => {
    for (const labels of [
      "{ matchLabels: { app: api } }",
      "{}",
      "{ matchLabels: { pod-template-hash: x } }",
    ])
      assert.deepEqual(await foundBy("spread-of-others", spread(`, labelSelector: ${labels}`)), []);
  });
});
