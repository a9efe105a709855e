import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cluster, LogOptions } from "../../../src/client/cluster.ts";
import { ApiError } from "../../../src/client/errors.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { Around } from "../../../src/deploy/doom/around.ts";
import { eventsOf } from "../../../src/deploy/evidence/events.ts";
import { evidenceOf } from "../../../src/deploy/evidence/index.ts";
import { insteadOf } from "../../../src/deploy/evidence/instead.ts";
import { nextCommands } from "../../../src/deploy/evidence/next.ts";
import { Masker } from "../../../src/deploy/secrecy.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { MemoryCluster } from "../memory-cluster.ts";

const probe = { httpGet: { port: 8080, path: "/ready" } };
const web: KubeObject = {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { name: "web", namespace: "n", uid: "web" },
  spec: {
    replicas: 2,
    template: { spec: { containers: [{ name: "log" }, { name: "app", readinessProbe: probe }] } },
  },
};

function pod(name: string, state: object, lastState: object = {}): KubeObject {
  const owner = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    name: "web",
    uid: "web",
    controller: true,
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "n", uid: name, ownerReferences: [owner] },
    spec: { containers: [{ name: "app", readinessProbe: probe }] },
    status: {
      phase: "Running",
      containerStatuses: [{ name: "app", restartCount: 3, ready: false, state, lastState }],
    },
  };
}

function event(
  uid: string,
  type: string,
  reason: string,
  message: string,
  second: number,
): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${uid}.${second}`, namespace: "n" },
    involvedObject: {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "n",
      name: uid,
      uid,
      fieldPath: "spec.containers{app}",
    },
    type,
    reason,
    message,
    count: 2,
    lastTimestamp: new Date(second * 1000).toISOString(),
  };
}

const crashed = { terminated: { exitCode: 1, reason: "Error" } };
const loop = pod("web-a", { waiting: { reason: "CrashLoopBackOff" } }, crashed);
const doom = {
  reason: "CrashLoopBackOff",
  message: "container app exited with 1: no pass-word here",
  pod: "web-a",
  container: "app",
};

/** A cluster of these objects whose pods write these lines. */
function clusterOf(
  objects: readonly KubeObject[],
  lines: (options: LogOptions) => string[],
): Cluster {
  const cluster = new MemoryCluster();
  return Object.assign(Object.create(cluster) as Cluster, {
    target: { context: "shop production", server: "https://s", namespace: "default" },
    list: async ({ kind }: { kind: string }) => ({
      items: objects.filter((object) => object.kind === kind),
      resourceVersion: "1",
    }),
    get: async () => undefined,
    async *logs(_: unknown, options: LogOptions) {
      yield* lines(options);
    },
  });
}

describe("evidence", () => {
  const masker = new Masker(["pass-word"]);

  test("events, logs, commands and the line, without secrets", async () => {
    const told = [
      event("web-a", "Warning", "BackOff", "Back-off restarting app with pass-word", 5),
      event("web-a", "Normal", "Pulled", "already present", 1),
    ];
    const cluster = clusterOf([web, loop, ...told], ({ previous }) => [
      `${previous}: the pass-word is wrong`,
    ]);
    const wanted = {
      ...plainWanted(web),
      where: (steps: readonly unknown[]) => ({ file: steps.join("/"), line: 1, column: 1 }),
    };
    const failure = await evidenceOf(cluster, web, doom, { masker, wanted });
    assert.equal(failure.message, "container app exited with 1: no *** here");
    assert.deepEqual(
      failure.events.map(({ message, count }) => `${count} ${message}`),
      ["2 already present", "2 Back-off restarting app with ***"],
    );
    const lines = ["true: the *** is wrong"];
    assert.deepEqual(failure.logs, [{ pod: "web-a", container: "app", isPrevious: true, lines }]);
    assert.deepEqual(failure.next, [
      "kubectl --context 'shop production' -n n logs web-a -c app --previous",
      "kubectl --context 'shop production' -n n describe pod web-a",
      "kubectl --context 'shop production' -n n describe replicaset web",
    ]);
    assert.equal(failure.where?.file, "spec/template/spec/containers/1");
  });

  test("the present run and the one before, twenty lines of each, cut after masking", async () => {
    const long = `${"x".repeat(1997)}pass-word`;
    const cluster = clusterOf([web, pod("web-a", { running: {} }, crashed)], () => [
      ...Array.from({ length: 30 }, (_, index) => `${index}`),
      long,
    ]);
    const { logs } = await evidenceOf(cluster, web, doom, { masker });
    assert.deepEqual(
      logs.map(({ isPrevious }) => isPrevious),
      [true, false],
    );
    assert.deepEqual(logs[0]?.lines.slice(0, 2), ["11", "12"]);
    assert.equal(logs[0]?.lines.length, 20);
    assert.equal(logs[0]?.lines.at(-1), `${"x".repeat(1997)}***`);
  });

  test("a pod and a container are found where none were named, with their probe", async () => {
    const told = [
      event("web-a", "Warning", "Unhealthy", "Readiness probe failed: pass-word refused", 5),
    ];
    const cluster = clusterOf([web, pod("web-a", { running: {} }), ...told], () => []);
    const late = { reason: "TimedOut", message: "0 of 2 pods are ready" };
    const failure = await evidenceOf(cluster, web, late, { masker, wanted: plainWanted(web) });
    assert.deepEqual([failure.pod, failure.container], ["web-a", "app"]);
    assert.equal(failure.probe, "readiness probe of app: GET :8080/ready every 10 s: *** refused");
  });

  test("the probe for which a container was killed", async () => {
    const alive = { name: "app", livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 } };
    const killed = { ...loop, spec: { containers: [alive] } };
    const told = [
      event("web-a", "Warning", "Unhealthy", "Liveness probe failed: connection refused", 5),
    ];
    const failure = await evidenceOf(
      clusterOf([web, killed, ...told], () => []),
      web,
      doom,
      { masker },
    );
    assert.equal(
      failure.probe,
      "liveness probe of app: connection to port 80 every 3 s: connection refused",
    );
  });

  test("whatever cannot be read is left out", async () => {
    const refuse = async () => {
      throw new ApiError({ status: 403, reason: "Forbidden", message: "no", causes: [] });
    };
    const cluster = clusterOf([], () => {
      throw new Error("the node is gone");
    });
    const blind = Object.assign(cluster, { list: refuse, get: refuse });
    const { metadata } = web;
    const never = { ...web, metadata: { name: metadata.name, namespace: "n" } };
    const bare = await evidenceOf(blind, never, { reason: "Refused", message: "no" }, { masker });
    assert.deepEqual([bare.events, bare.logs, bare.reason], [[], [], "Refused"]);
    const around = new Around({
      replicaSets: [],
      controllerRevisions: [],
      pods: [loop],
      claims: [],
      events: [],
    });
    assert.deepEqual((await evidenceOf(blind, web, doom, { masker, around })).logs, []);
  });

  test("what does not answer is not waited for", async () => {
    const silent = clusterOf([web, loop], () => []);
    const never = (_: unknown, signal?: AbortSignal) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason)),
      );
    Object.assign(silent, { list: never });
    const failure = await evidenceOf(silent, web, doom, { masker, patience: 50 });
    assert.equal(failure.pod, "web-a");
  });
});

describe("events of a failure", () => {
  const around = (events: readonly KubeObject[]) =>
    new Around({
      replicaSets: [],
      controllerRevisions: [],
      pods: [loop, pod("web-b", {})],
      claims: [],
      events,
    });

  test("equal ones of several pods are one", () => {
    const events = [
      event("web-a", "Warning", "BackOff", "same", 1),
      event("web-b", "Warning", "BackOff", "same", 2),
    ];
    const [only, ...more] = eventsOf(web, around(events));
    assert.deepEqual([only?.count, only?.about.name, more.length], [4, "web-b", 0]);
  });

  test("ten at most, warnings before others, the newest last", () => {
    const events = Array.from({ length: 9 }, (_, index) =>
      event("web-a", "Warning", "Failed", `w${index}`, index),
    );
    const normal = Array.from({ length: 9 }, (_, index) =>
      event("web-a", "Normal", "Pulled", `n${index}`, index + 20),
    );
    const messages = eventsOf(web, around([...normal, ...events])).map(({ message }) => message);
    assert.deepEqual(messages, ["w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "n8"]);
  });
});

test("what to change, where the reason tells", () => {
  const denied = {
    reason: "ImagePullBackOff",
    message: "pull access denied, repository does not exist",
  };
  assert.match(insteadOf(denied)!, /imagePullSecret/);
  assert.match(insteadOf({ reason: "QuotaExceeded", message: "" })!, /raise the quota/);
  assert.equal(insteadOf(doom), undefined);
});

test("commands that fit the reason", () => {
  const target = { context: "in-cluster", server: "", namespace: "n" };
  const web = { apiVersion: "apps/v1", kind: "Deployment", namespace: "n", name: "web" };
  const first = (reason: string, message: string) =>
    nextCommands(web, { reason, message }, target)[0];
  assert.equal(first("QuotaExceeded", ""), "kubectl -n n describe resourcequota");
  assert.equal(
    first("CreateContainerConfigError", "couldn't find key a in Secret n/login"),
    "kubectl -n n describe secret login",
  );
  assert.equal(
    first("CreateContainerConfigError", 'configmap "settings" not found'),
    "kubectl -n n describe configmap settings",
  );
  const certificate = { ...web, apiVersion: "cert-manager.io/v1", kind: "Certificate" };
  assert.deepEqual(nextCommands(certificate, { reason: "IssuanceFailed", message: "" }, target), [
    "kubectl -n n describe certificate.cert-manager.io web",
  ]);
});
