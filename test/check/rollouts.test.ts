import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { autoscaler, budget, service } from "./graphs/found.ts";
import { worldOfText } from "./read.ts";

const template = (pod = "", container = "") =>
  `template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: "example.com/web:v1"${container} }]${pod} } }`;

/** A Rollout of Argo; fields in one line. */
function rollout(pods: string, { replicas = 3, strategy = "canary: {}" } = {}): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec: { replicas: ${replicas}, selector: { matchLabels: { app: web } }, strategy: { ${strategy} }, ${pods} }
`;
}

const ofDeployment = "workloadRef: { apiVersion: apps/v1, kind: Deployment, name: web }";

function deployment(replicas: number, more = ""): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: ${replicas}, selector: { matchLabels: { app: web } }, ${template()}${more} }
`;
}

const selector = "{ matchLabels: { app: web } }";
const apart =
  ", affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }] } }";
const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOncePod], resources: { requests: { storage: 1Gi } } }
`;
const mounted = ", volumeMounts: [{ name: data, mountPath: /data }]";
const claimed = ", volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]";

/** What is found but for good practice. */
async function found(...documents: readonly string[]): Promise<string[]> {
  const own = rules.filter(({ layer }) => layer !== "practice");
  return run(own, await worldOfText(documents.join("---\n")))
    .map(({ rule, path }) => `${rule} ${path}`)
    .toSorted();
}

describe("a Rollout makes pods", () => {
  it("that need what they name", async () => {
    const env = ", envFrom: [{ configMapRef: { name: settings } }]";
    const text = rollout(template("", env));
    assert.deepEqual(await found(text), [
      "missing-configmap spec.template.spec.containers[0].envFrom[0].configMapRef.name",
    ]);
  });

  it("that budgets keep and autoscalers count", async () => {
    const web = rollout(template("", ", resources: { requests: { cpu: 100m } }"), { replicas: 2 });
    assert.deepEqual(await found(web, budget("web", selector, "minAvailable: 1")), []);
    assert.deepEqual(await found(web, budget("web", selector, "minAvailable: 2")), [
      "blocking-budget spec.minAvailable",
    ]);
    const scaled = autoscaler("web", "web", { kind: "Rollout" }).replace(
      "apiVersion: apps/v1",
      "apiVersion: argoproj.io/v1alpha1",
    );
    const free = web.replace("replicas: 2, ", "");
    assert.deepEqual(await found(free, scaled), []);
    const unasked = rollout(template()).replace("replicas: 3, ", "");
    assert.deepEqual(await found(unasked, scaled), ["autoscaler-without-requests spec.metrics[0]"]);
  });

  it("that share its volumes", async () => {
    assert.deepEqual(await found(claim, rollout(template(claimed, mounted))), [
      "single-pod-claim spec.template.spec.volumes[0].persistentVolumeClaim.claimName",
    ]);
    assert.deepEqual(await found(claim, rollout(template(claimed, mounted), { replicas: 1 })), []);
  });

  it("that its two Services select, which is how it moves traffic", async () => {
    const strategy = "canary: { stableService: web, canaryService: web-canary }";
    const labels = { app: "web" };
    const ports = ", ports: [{ containerPort: 80 }]";
    const text = rollout(template("", ports), { strategy });
    assert.deepEqual(await found(text, service("web", labels), service("web-canary", labels)), []);
  });
});

describe("a Rollout replaces pods in a way of its own", () => {
  const strategy = "canary: { maxSurge: 100%, maxUnavailable: 0 }";
  it("its surge is not a Deployment's", async () => {
    const labels = { app: "web" };
    const beside = service("web", labels);
    const text = rollout(template(`${apart}`, ", ports: [{ containerPort: 80 }]"), { strategy });
    assert.deepEqual(await found(text, beside), []);
    const deployed = text
      .replace("argoproj.io/v1alpha1", "apps/v1")
      .replace("kind: Rollout", "kind: Deployment")
      .replace(strategy, "rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }");
    assert.notDeepEqual(await found(deployed, beside), []);
  });
});

describe("a Rollout of two colours", () => {
  const ports = ", ports: [{ name: http, containerPort: 8080 }]";
  const roles =
    "previewMetadata: { labels: { colour: preview } }, activeMetadata: { labels: { colour: active } }";
  const colours = (more = "") =>
    `blueGreen: { activeService: web, previewService: web-preview${more} }`;
  const to = (name: string, labels: Readonly<Record<string, string>>, port: string) =>
    service(name, labels, `[{ port: 80, targetPort: ${port} }]`);
  const both = (strategy: string, port = "http") => [
    rollout(template("", ports), { strategy }),
    to("web", { app: "web" }, "http"),
    to("web-preview", { app: "web", colour: "preview" }, port),
    // Without it nobody would know that the label means something here.
    to("other", { app: "other" }, "http"),
    deployment(1)
      .replaceAll("app: web", "app: other, colour: none")
      .replaceAll("name: web", "name: other")
      .replace('"example.com/web:v1"', `"example.com/other:v1"${ports}`),
  ];

  it("has pods behind its preview, by the labels that it gives them", async () => {
    assert.deepEqual(await found(...both(colours(`, ${roles}`))), []);
    // A port of theirs is looked up.
    assert.deepEqual(await found(...both(colours(`, ${roles}`), "grpc")), [
      "missing-target-port spec.ports[0].targetPort",
    ]);
  });

  it("has none there where it gives no such label", async () => {
    const other = roles.replace("colour: preview", "colour: next");
    for (const strategy of [colours(), colours(`, ${other}`)])
      assert.deepEqual(await found(...both(strategy)), ["service-without-pods spec.selector"]);
  });

  it("needs the quota for both", async () => {
    const asking = ', resources: { requests: { cpu: "1" } }';
    const web = (strategy: string) => rollout(template("", asking), { replicas: 3, strategy });
    const quota = (cpu: number) =>
      `apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: all }\nspec: { hard: { requests.cpu: "${cpu}" } }\n`;
    const beside = [to("web", { app: "web" }, "http"), to("web-preview", { app: "web" }, "http")];
    const told = async (strategy: string, cpu: number) =>
      (await found(web(strategy), ...beside, quota(cpu))).filter((each) =>
        each.startsWith("quota"),
      );
    assert.deepEqual(await told(colours(", previewReplicaCount: 1"), 5), [
      "quota-blocks-rollout spec.hard[requests.cpu]",
    ]);
    assert.deepEqual(await told(colours(), 6), []);
    assert.deepEqual(await told("canary: { maxSurge: 1 }", 5), []);
  });
});

describe("a Rollout of a Deployment's pods", () => {
  const web = rollout(ofDeployment, { replicas: 2 });

  it("says how many there are", async () => {
    const text = deployment(0);
    const one = budget("web", selector, "minAvailable: 1");
    assert.deepEqual(await found(text, web, one), []);
    const two = budget("web", selector, "minAvailable: 2");
    assert.deepEqual(await found(text, web, two), ["blocking-budget spec.minAvailable"]);
    assert.deepEqual(await found(text, two), []);
  });

  it("says how they are replaced", async () => {
    const recreated = deployment(2, ", strategy: { type: Recreate }").replace(
      '"example.com/web:v1"',
      '"example.com/web:v1", ports: [{ containerPort: 80 }]',
    );
    const beside = service("web", { app: "web" });
    assert.deepEqual(await found(recreated, beside), ["outage-on-rollout spec.strategy.type"]);
    assert.deepEqual(await found(recreated, beside, web), []);
  });
});

it("a template that is none is no pod, and nothing ends at it", async () => {
  for (const pods of [
    "template: 3",
    "template: { spec: [] }",
    "template: { spec: { containers: web } }",
    "template: { metadata: 1, spec: { containers: [1] } }",
    "workloadRef: web",
    "workloadRef: { kind: 1, name: 2 }",
  ])
    await found(rollout(pods));
});
