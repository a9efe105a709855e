import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy, service, workload } from "../found.ts";

const http = { ports: "[{ name: http, containerPort: 8080 }]" };
const job = `apiVersion: batch/v1
kind: Job
metadata: { name: migrate }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { restartPolicy: Never, containers: [{ name: migrate, image: "example.com/web:v1" }] }
`;

describe("overlapping-services", () => {
  const find = (...documents: readonly string[]) => foundBy("overlapping-services", ...documents);

  it("finds Services of two programs that select the pods of both, once", async () => {
    const found = await find(
      service("web", { app: "shop" }, "[{ port: 80, targetPort: http }]"),
      service("api", { app: "shop" }, "[{ port: 80, targetPort: http }]"),
      workload("web", { app: "shop" }, http),
      workload("api", { app: "shop" }, http),
    );
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", /Service web and Service api select the same pods/);
  });

  it("finds a port that only one of the programs has", async () => {
    const found = await find(
      service("web", { app: "shop" }, "[{ port: 80, targetPort: 8080 }]"),
      workload("web", { app: "shop" }, http),
      workload("db", { app: "shop" }, { kind: "StatefulSet", ports: "[{ containerPort: 5432 }]" }),
    );
    assert.match(found[0]?.message ?? "", /port 8080 leads also to pods of StatefulSet db/);
  });

  const fine: Readonly<Record<string, readonly string[]>> = {
    "a canary beside a stable version": [
      service("web", { app: "web" }, "[{ port: 80, targetPort: 8080 }]"),
      workload(
        "web-stable",
        { app: "web", track: "stable" },
        { ...http, image: "example.com/web:v1" },
      ),
      workload(
        "web-canary",
        { app: "web", track: "canary" },
        { ...http, image: "example.com/web:v2" },
      ),
    ],
    "versions of one program with images of their own, on other ports": [
      service("reviews", { app: "reviews" }, "[{ port: 80, targetPort: 8080 }]"),
      workload("reviews-v1", { app: "reviews" }, { ports: "[{ containerPort: 8080 }]" }),
      workload("reviews-v2", { app: "reviews" }, { ports: "[{ containerPort: 9080 }]" }),
    ],
    "two Services for one program": [
      service("web", { app: "web" }, "[{ port: 80, targetPort: 8080 }]"),
      service("web-public", { app: "web" }, "[{ port: 80, targetPort: 8080 }]"),
      workload("web-blue", { app: "web", colour: "blue" }, http),
      workload("web-green", { app: "web", colour: "green" }, http),
    ],
    "a port by name, which the server only finds in the right pods": [
      service("web", { app: "shop" }, "[{ port: 80, targetPort: http }]"),
      workload("web", { app: "shop" }, http),
      workload("db", { app: "shop" }, { ports: "[{ name: sql, containerPort: 5432 }]" }),
    ],
    "a program that declares no ports at all": [
      service("web", { app: "shop" }, "[{ port: 80, targetPort: 8080 }]"),
      workload("web", { app: "shop" }, http),
      workload("other", { app: "shop" }),
    ],
    "a headless Service for the names of all pods": [
      service("all", { app: "shop" }, "[{ port: 8080 }]", { more: "clusterIP: None" }),
      workload("web", { app: "shop" }, http),
      workload("db", { app: "shop" }, { ports: "[{ containerPort: 5432 }]" }),
    ],
    "pods of another namespace": [
      service("web", { app: "shop" }, "[{ port: 80, targetPort: 8080 }]", { namespace: "one" }),
      workload("web", { app: "shop" }, { ...http, namespace: "one" }),
      workload("db", { app: "shop" }, { namespace: "two", ports: "[{ containerPort: 5432 }]" }),
    ],
    "a workload that has been switched off": [
      service("web", { app: "shop" }, "[{ port: 80, targetPort: 8080 }]"),
      workload("web", { app: "shop" }, http),
      workload("db", { app: "shop" }, { spec: "replicas: 0", ports: "[{ containerPort: 5432 }]" }),
    ],
  };
  for (const [what, documents] of Object.entries(fine))
    it(`leaves alone: ${what}`, async () => assert.deepEqual(await find(...documents), []));
});

describe("job-behind-service", () => {
  const find = (...documents: readonly string[]) => foundBy("job-behind-service", ...documents);

  it("finds a Job whose pods have the labels of the program", async () => {
    const found = await find(service("web", { app: "web" }), workload("web", { app: "web" }), job);
    assert.match(found[0]?.message ?? "", /pods of Job migrate/);
  });

  it("leaves alone: a hook of a chart, a port by name, a Job that listens", async () => {
    const web = workload("web", { app: "web" }, http);
    const hook = job.replace(
      "name: migrate }",
      'name: migrate, annotations: { "helm.sh/hook": test } }',
    );
    assert.deepEqual(await find(service("web", { app: "web" }), web, hook), []);
    const named = service("web", { app: "web" }, "[{ port: 80, targetPort: http }]");
    assert.deepEqual(await find(named, web, job), []);
    const listening = job.replace('v1" }', 'v1", ports: [{ containerPort: 80 }] }');
    assert.deepEqual(await find(service("web", { app: "web" }), web, listening), []);
  });
});

describe("service-without-pods", () => {
  const find = (...documents: readonly string[]) => foundBy("service-without-pods", ...documents);

  it("finds a misspelt label, and says which was meant", async () => {
    const found = await find(service("web", { app: "wbe" }), workload("web", { app: "web" }));
    assert.match(found[0]?.fix ?? "", /Deployment web have the label app=web/);
  });

  it("finds pods that are in another namespace", async () => {
    const found = await find(
      service("web", { app: "web" }, "[{ port: 80 }]", { namespace: "shop" }),
      workload("db", { app: "db" }, { namespace: "shop" }),
      workload("web", { app: "web" }, { namespace: "front" }),
    );
    assert.equal(found.length, 1);
  });

  const db = workload("db", { app: "db" });
  const fine: Readonly<Record<string, readonly string[]>> = {
    "a Service alone: its pods are elsewhere": [service("web", { app: "web" })],
    "no selector": [
      "apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n",
      db,
    ],
    ExternalName: [
      service("web", { app: "web" }, "[]", {
        more: "type: ExternalName, externalName: a.example.com",
      }),
      db,
    ],
    "pods that an operator makes": [
      service("main", { "cnpg.io/cluster": "main", role: "primary" }),
      db,
      "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: main }\nspec: { instances: 3, storage: { size: 1Gi } }\n",
    ],
    "an unknown kind that names the label": [
      service("web", { app: "shop-web" }),
      db,
      "apiVersion: example.com/v1\nkind: App\nmetadata: { name: shop-web }\nspec: { size: 3 }\n",
    ],
    "a label that the program gives to its pods": [
      service("leader", { app: "db", role: "leader" }),
      db,
    ],
    "one pod of a StatefulSet": [
      service("db-0", { "statefulset.kubernetes.io/pod-name": "db-0" }),
      workload("db", { app: "db" }, { kind: "StatefulSet" }),
    ],
    "a Rollout of Argo": [
      service("web", { app: "web" }),
      db,
      "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }\n",
    ],
    "a chart that is installed beside it": [
      service("web", { app: "web" }),
      db,
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: other }\nspec: {}\n",
    ],
    "the control plane": [
      service("scheduler", { component: "kube-scheduler" }, "[{ port: 80 }]", {
        namespace: "kube-system",
      }),
      workload("db", { component: "db" }, { namespace: "kube-system" }),
    ],
    "Endpoints that somebody keeps by hand": [
      service("web", { app: "web" }),
      db,
      "apiVersion: v1\nkind: Endpoints\nmetadata: { name: web }\n",
    ],
  };
  for (const [what, documents] of Object.entries(fine))
    it(`leaves alone: ${what}`, async () => assert.deepEqual(await find(...documents), []));
});

describe("missing-target-port", () => {
  const find = (...documents: readonly string[]) => foundBy("missing-target-port", ...documents);
  const to = (target: string, protocol = "TCP") =>
    service("web", { app: "web" }, `[{ port: 80, targetPort: ${target}, protocol: ${protocol} }]`);
  const web = workload("web", { app: "web" }, http);

  it("finds a name that no container has, and one of another protocol", async () => {
    assert.match((await find(to("htpp"), web))[0]?.fix ?? "", /did you mean "http"/);
    assert.match((await find(to("http", "UDP"), web))[0]?.message ?? "", /UDP port named "http"/);
  });

  it("leaves alone: a name that one of several has, a sidecar's, pods that are not known", async () => {
    assert.deepEqual(await find(to("http"), web, workload("old", { app: "web" })), []);
    const sidecar = workload(
      "web",
      { app: "web" },
      {
        pod: "initContainers: [{ name: proxy, restartPolicy: Always, image: proxy, ports: [{ name: http, containerPort: 81 }] }]",
      },
    );
    assert.deepEqual(await find(to("http"), sidecar), []);
    assert.deepEqual(await find(to("other")), []);
  });
});

describe("undeclared-target-port", () => {
  const find = (...documents: readonly string[]) => foundBy("undeclared-target-port", ...documents);
  const to = (port: number) => service("web", { app: "web" }, `[{ port: ${port} }]`);

  it("finds a port that is not the only one declared", async () => {
    const found = await find(to(80), workload("web", { app: "web" }, http));
    assert.match(found[0]?.message ?? "", /port 80, and Deployment web declares 8080/);
  });

  it("leaves alone: nothing declared, the number in the arguments or in configuration, metrics alone", async () => {
    assert.deepEqual(await find(to(80), workload("web", { app: "web" })), []);
    const told = { ...http, container: 'args: ["--listen=:80"]' };
    assert.deepEqual(await find(to(80), workload("web", { app: "web" }, told)), []);
    const configured = { ...http, pod: "volumes: [{ name: a, configMap: { name: nginx } }]" };
    const map =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: nginx }\ndata: { a: "listen 80;" }\n';
    assert.deepEqual(await find(to(80), workload("web", { app: "web" }, configured), map), []);
    assert.deepEqual(await find(to(80), workload("web", { app: "web" }, configured)), []);
    const watched = { ports: "[{ name: metrics, containerPort: 9090 }]" };
    assert.deepEqual(await find(to(80), workload("web", { app: "web" }, watched)), []);
  });
});
