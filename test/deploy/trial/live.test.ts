import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Answered, Asked } from "../../../src/client/cluster.ts";
import { ApiError } from "../../../src/client/errors.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { autoscalerTests } from "../../../src/deploy/trial/live/autoscalers.ts";
import { budgetTests } from "../../../src/deploy/trial/live/budgets.ts";
import { claimTests } from "../../../src/deploy/trial/live/claims.ts";
import { programsIn, programTests } from "../../../src/deploy/trial/live/programs.ts";
import { Seen } from "../../../src/deploy/trial/live/seen.ts";
import { serviceTests } from "../../../src/deploy/trial/live/services.ts";
import type { LiveTest } from "../../../src/deploy/trial/live/test.ts";
import { letServerIn } from "../../../src/deploy/trial/reach.ts";
import { watchTests } from "../../../src/deploy/trial/watch.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { ManualClock } from "../manual-clock.ts";
import { MemoryCluster } from "../memory-cluster.ts";

const namespace = "shop-test-bcdfg";
const labels = { app: "api" };
const { signal } = new AbortController();

function object(apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { namespace, name }, ...rest };
}

function pod(name: string, isReady = true, rest: object = {}): KubeObject {
  const conditions = [{ type: "Ready", status: isReady ? "True" : "False" }];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace, name, labels, uid: name },
    status: { phase: "Running", podIP: "10.0.0.1", conditions },
    ...rest,
  };
}

/** What tests say of what is there, once. */
async function said(tests: readonly LiveTest[], live: readonly KubeObject[]) {
  const cluster = clusterOf(live);
  const seen = new Seen(cluster, namespace, signal);
  return Promise.all(tests.map(async ({ title, look }) => ({ title, ...(await look(seen)) })));
}

function clusterOf(live: readonly KubeObject[]): MemoryCluster {
  const cluster = new MemoryCluster();
  for (const each of live) {
    const { namespace: of = "", name } = each.metadata;
    cluster.objects.set(`${each.kind}/${of}/${name}`, each);
  }
  return cluster;
}

describe("Services", () => {
  const ports = [
    { name: "http", port: 80, targetPort: "http" },
    { name: "metrics", port: 9090 },
  ];
  const service = object("v1", "Service", "api", { spec: { selector: labels, ports } });
  const slice = (name: string, port: string, uids: readonly string[], ready?: boolean) =>
    object("discovery.k8s.io/v1", "EndpointSlice", name, {
      metadata: { namespace, name, labels: { "kubernetes.io/service-name": "api" } },
      ports: [{ name: port }],
      endpoints: uids.map((uid) => ({ targetRef: { uid }, conditions: { ready } })),
    });
  const tests = serviceTests([plainWanted(service)], "shop");

  test("lead to every ready pod on each port, and to no other", async () => {
    const [all] = await said(tests, [
      pod("a"),
      pod("b"),
      pod("late", false),
      slice("one", "http", ["a", "b"]),
      slice("two", "metrics", ["a"]),
      slice("three", "metrics", ["b"], true),
    ]);
    assert.deepEqual(all, { title: "Service api leads to its pods", state: "holds" });
    const [missed] = await said(tests, [
      pod("a"),
      pod("b"),
      slice("one", "http", ["a", "b"]),
      slice("two", "metrics", ["a"]),
      slice("three", "metrics", ["b"], false),
    ]);
    assert.deepEqual(missed, {
      title: "Service api leads to its pods",
      state: "fails",
      why: ["port 9090 does not lead to b, which is ready"],
    });
  });

  test("without a ready pod do not", async () => {
    const [none] = await said(tests, [pod("a", false)]);
    assert.deepEqual(none, { ...none, state: "fails", why: ["none of its pods is ready"] });
  });

  test("of nobody's pods, or of a workload that is to have none, are not tested", () => {
    const outside = object("v1", "Service", "db", { spec: { type: "ExternalName" } });
    const idle = object("apps/v1", "Deployment", "api", {
      spec: { replicas: 0, template: { metadata: { labels } } },
    });
    assert.deepEqual(serviceTests([outside, service, idle].map(plainWanted), "shop"), []);
  });
});

describe("autoscalers", () => {
  const spec = { metrics: [{ type: "Resource" }, { type: "Pods" }] };
  const wanted = object("autoscaling/v2", "HorizontalPodAutoscaler", "api", { spec });
  const tests = autoscalerTests([plainWanted(wanted)], "shop");
  const condition = (type: string, status: string, message = "") => ({ type, status, message });
  const fine = [condition("AbleToScale", "True"), condition("ScalingActive", "True")];
  const value = { current: { averageUtilization: 5 } };
  const seen = async (status: object) => (await said(tests, [{ ...wanted, status }]))[0];

  test("have a value of each metric", async () => {
    const both = [
      { type: "Resource", resource: value },
      { type: "Pods", pods: value },
    ];
    assert.equal((await seen({ conditions: fine, currentMetrics: both }))?.state, "holds");
    const one = [{ type: "Resource", resource: value }, { type: "" }];
    const verdict = await seen({ conditions: fine, currentMetrics: one });
    assert.deepEqual(verdict, {
      ...verdict,
      state: "fails",
      why: ["1 of its 2 metrics have a value"],
    });
  });

  test("that cannot read or scale say why", async () => {
    const conditions = [fine[0], condition("ScalingActive", "False", "no metrics API")];
    const verdict = await seen({ conditions });
    assert.deepEqual(verdict, {
      ...verdict,
      state: "fails",
      why: ["ScalingActive is False: no metrics API"],
    });
    assert.equal((await seen({}))?.state, "fails");
    assert.equal((await said(tests, []))[0]?.state, "fails");
  });
});

describe("budgets", () => {
  const wanted = object("policy/v1", "PodDisruptionBudget", "api");
  const tests = budgetTests([plainWanted(wanted)], "shop");
  const why = async (status: object) => {
    const [verdict] = await said(tests, [
      { ...wanted, metadata: { ...wanted.metadata, generation: 1 }, status },
    ]);
    return verdict?.state === "holds" ? [] : (verdict as { readonly why: readonly string[] }).why;
  };
  const counted = { observedGeneration: 1, expectedPods: 2, currentHealthy: 2, desiredHealthy: 1 };

  test("hold, and let a pod go", async () => {
    assert.deepEqual(await why({ ...counted, disruptionsAllowed: 1 }), []);
    const alone = { ...counted, expectedPods: 1, currentHealthy: 1, disruptionsAllowed: 0 };
    assert.deepEqual(await why(alone), []);
  });

  test("that stop every drain, count nothing, or are not met", async () => {
    const blocking = "it lets none of its 2 pods go: every drain of a node stops";
    assert.deepEqual(await why({ ...counted, desiredHealthy: 2 }), [blocking]);
    assert.deepEqual(await why({ ...counted, expectedPods: 0 }), ["it counts no pods"]);
    assert.deepEqual(await why({ ...counted, currentHealthy: 0 }), [
      "0 of its pods are healthy, and it asks for 1",
    ]);
    assert.deepEqual(await why({ ...counted, observedGeneration: 0 }), [
      "its controller has not counted its pods",
    ]);
  });
});

describe("claims", () => {
  const set = object("apps/v1", "StatefulSet", "db", {
    spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: "data" } }] },
  });
  const own = object("v1", "PersistentVolumeClaim", "media", {
    spec: { storageClassName: "slow" },
  });
  const tests = claimTests([set, own].map(plainWanted), "shop");
  const claim = (name: string, phase: string) =>
    object("v1", "PersistentVolumeClaim", name, {
      spec: { storageClassName: "slow" },
      status: { phase },
    });

  test("are bound, those of each member too", async () => {
    const states = await said(tests, [claim("data-db-0", "Bound"), claim("media", "Lost")]);
    assert.deepEqual(
      states.map(({ title, state }) => [title, state]),
      [
        ["claim data-db-0 has its volume", "holds"],
        ["claim data-db-1 has its volume", "fails"],
        ["claim media has its volume", "fails"],
      ],
    );
  });

  test("of a class that waits for a pod are not judged without one", async () => {
    const late = {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "slow" },
      volumeBindingMode: "WaitForFirstConsumer",
    };
    const [, , media] = await said(tests, [claim("media", "Pending"), late]);
    assert.equal(media?.state, "unknown");
  });
});

describe("programs", () => {
  const httpGet = { path: "health", port: "http" };
  const deployment = object("apps/v1", "Deployment", "api", {
    spec: {
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              ports: [{ name: "http", containerPort: 8000 }],
              livenessProbe: { httpGet },
              readinessProbe: { httpGet: { ...httpGet, path: "/health" } },
              startupProbe: { tcpSocket: { port: 8000 } },
            },
          ],
          initContainers: [
            {
              restartPolicy: "Always",
              readinessProbe: { httpGet: { path: "/ok", port: 9443, scheme: "HTTPS" } },
            },
            { readinessProbe: { httpGet } },
            { restartPolicy: "Always", ports: [{ containerPort: 6379 }] },
          ],
        },
      },
    },
  });

  /** What becomes of the tests where pods answer so, after some rounds. */
  async function asked(answer: (asked: Asked, pod: string) => Answered) {
    const cluster = clusterOf([pod("a"), pod("b"), pod("late", false)]);
    const questions: Asked[] = [];
    cluster.proxied = async (pod?: { readonly name: string }, asked?: Asked) => {
      questions.push(asked as Asked);
      return answer(asked as Asked, pod?.name ?? "") as never;
    };
    const clock = new ManualClock();
    const tests = programTests(programsIn([plainWanted(deployment)]), "shop");
    const watching = watchTests(namespace, tests, { cluster, clock, signal, patience: 60_000 });
    await clock.advance(60_000);
    return { results: await watching, questions };
  }

  test("are asked once for what several probes ask, in sidecars too", async () => {
    const { results, questions } = await asked(() => ({ status: 204 }));
    assert.deepEqual(
      results.map(({ title, outcome }) => [title, outcome]),
      [
        ["GET /ok is answered on port 9443 by TLS", "passed"],
        ["GET /health is answered on port 8000", "passed"],
      ],
    );
    assert.equal(questions.length, 4);
  });

  test("that know their names are asked by the pod's address", async () => {
    const { results } = await asked(({ headers }) => ({
      status: headers?.host?.startsWith("10.0.0.1:") ? 200 : 400,
    }));
    assert.ok(results.every(({ outcome }) => outcome === "passed"));
  });

  test("fail by what they answer", async () => {
    const { results } = await asked((_, name) => ({ status: name === "b" ? 404 : 302 }));
    assert.deepEqual(
      results.map(({ outcome, why }) => [outcome, why]),
      [
        ["failed", ["b answers 404"]],
        ["failed", ["b answers 404"]],
      ],
    );
  });

  test("that refuse the connection fail, and those that nobody reaches are not judged", async () => {
    const refused = await asked(() => ({
      unanswered: "dial tcp 10.0.0.1:8000: connect: connection refused",
    }));
    assert.equal(refused.results[0]?.outcome, "failed");
    const blocked = await asked(() => ({ unanswered: "dial tcp 10.0.0.1:8000: i/o timeout" }));
    assert.equal(blocked.results[0]?.outcome, "not run");
    assert.match(
      `${blocked.results[0]?.why}`,
      /a network policy or a firewall may stop it,a: dial/,
    );
  });

  test("that nobody may ask are not judged", async () => {
    const { results } = await asked(() => {
      const message = 'pods "a" is forbidden: User "dev" cannot get resource "pods/proxy"';
      throw new ApiError({ status: 403, reason: "Forbidden", message, causes: [] });
    });
    assert.deepEqual(results[0]?.outcome, "not run");
    assert.match(`${results[0]?.why}`, /pods\/proxy/);
  });

  test("behind policies let the API server in, and no others are closed by that", async () => {
    const policy = (podSelector: object, policyTypes?: readonly string[]) =>
      plainWanted(
        object("networking.k8s.io/v1", "NetworkPolicy", "own", {
          spec: { podSelector, policyTypes },
        }),
      );
    const made = async (...policies: ReturnType<typeof policy>[]) => {
      const cluster = new MemoryCluster();
      const programs = programsIn([plainWanted(deployment)]);
      await letServerIn(cluster, namespace, programs, policies, signal);
      return cluster.all("NetworkPolicy").map(({ metadata, spec }) => [metadata.name, spec]);
    };
    assert.deepEqual(await made(), []);
    assert.deepEqual(await made(policy({}, ["Egress"]), policy({ matchLabels: { app: "b" } })), []);
    const ports = [
      { protocol: "TCP", port: 9443 },
      { protocol: "TCP", port: 8000 },
    ];
    assert.deepEqual(await made(policy({ matchLabels: labels })), [
      [
        "slipway-test-api",
        { podSelector: { matchLabels: labels }, policyTypes: ["Ingress"], ingress: [{ ports }] },
      ],
    ]);
  });
});
