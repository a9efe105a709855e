import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { autoscaler, foundBy, service, workload } from "../found.ts";

const labels = { app: "web" };
const probe = (more: string) => `{ httpGet: { path: /, port: 80 }${more && `, ${more}`} }`;

describe("outage-on-rollout", () => {
  const find = (spec: string, ...documents: readonly string[]) =>
    foundBy("outage-on-rollout", workload("web", labels, { spec }), ...documents);
  const behind = service("web", labels);

  it("finds Recreate, and a share that is all of them", async () => {
    assert.equal((await find("replicas: 2, strategy: { type: Recreate }", behind)).length, 1);
    const all = "replicas: 3, strategy: { rollingUpdate: { maxUnavailable: 100% } }";
    assert.equal((await find(all, behind)).length, 1);
    const two = "strategy: { rollingUpdate: { maxUnavailable: 2 } }";
    assert.equal((await find(two, behind, autoscaler("web", "web"))).length, 1);
  });

  it("leaves alone: one replica, no Service, a share that is rounded down", async () => {
    assert.deepEqual(await find("strategy: { type: Recreate }", behind), []);
    assert.deepEqual(await find("replicas: 2, strategy: { type: Recreate }"), []);
    const most = "replicas: 3, strategy: { rollingUpdate: { maxUnavailable: 99% } }";
    assert.deepEqual(await find(most, behind), []);
  });
});

describe("startup-beyond-deadline", () => {
  const find = (spec: string, container: string) =>
    foundBy("startup-beyond-deadline", workload("web", labels, { spec, container }));

  it("finds what the startup probe allows, and a delay", async () => {
    const slow = `startupProbe: ${probe("failureThreshold: 62")}`;
    const found = await find("progressDeadlineSeconds: 300", slow);
    assert.match(found[0]?.message ?? "", /deadline is 300 s, .* a start of 610 s/);
    const late = (seconds: number) => `readinessProbe: ${probe(`initialDelaySeconds: ${seconds}`)}`;
    assert.equal((await find("progressDeadlineSeconds: 60", late(90))).length, 1);
    assert.equal((await find("", late(601))).length, 1);
  });

  it("leaves alone: exactly as long, a liveness probe, a deadline that nobody has set", async () => {
    const slow = (failures: number) => `startupProbe: ${probe(`failureThreshold: ${failures}`)}`;
    assert.deepEqual(await find("progressDeadlineSeconds: 300", slow(31)), []);
    assert.deepEqual(await find("", `livenessProbe: ${probe("failureThreshold: 900")}`), []);
    assert.deepEqual(await find("", slow(900)), []);
  });
});

describe("liveness-before-startup", () => {
  const find = (container: string) =>
    foundBy("liveness-before-startup", workload("web", labels, { container }));
  const ready = `readinessProbe: ${probe("initialDelaySeconds: 60")}`;

  it("finds a liveness probe that has given up by then", async () => {
    const found = await find(`${ready}, livenessProbe: ${probe("")}`);
    assert.match(found[0]?.message ?? "", /20 s after its start, .* only after 60 s/);
  });

  it("leaves alone: a startup probe, a delay, another port, a small difference", async () => {
    const fine = [
      `${ready}, livenessProbe: ${probe("")}, startupProbe: ${probe("failureThreshold: 30")}`,
      `${ready}, livenessProbe: ${probe("initialDelaySeconds: 60")}`,
      `${ready}, livenessProbe: { tcpSocket: { port: 9090 } }`,
      `readinessProbe: ${probe("initialDelaySeconds: 25")}, livenessProbe: ${probe("")}`,
    ];
    for (const each of fine) assert.deepEqual(await find(each), []);
  });
});

describe("grace-before-prestop", () => {
  const find = (hook: string, pod = "") =>
    foundBy(
      "grace-before-prestop",
      workload("web", labels, { pod, container: `lifecycle: { preStop: ${hook} }` }),
    );
  const shell = (text: string) => `{ exec: { command: [/bin/sh, -c, ${JSON.stringify(text)}] } }`;

  it("finds a sleep as long as the grace period, in every form", async () => {
    for (const hook of [
      "{ exec: { command: [sleep, '30'] } }",
      shell("sleep 30"),
      shell("sleep 20; nginx -s quit; sleep 10"),
      shell("sleep 1m && kill -TERM 1"),
      "{ sleep: { seconds: 30 } }",
    ])
      assert.equal((await find(hook)).length, 1, hook);
  });

  it("leaves alone: a longer grace period, a loop, what only looks like a sleep", async () => {
    assert.deepEqual(await find(shell("sleep 30"), "terminationGracePeriodSeconds: 40"), []);
    for (const hook of [
      shell("sleep 29"),
      shell("while ! done; do sleep 60; done"),
      shell("echo sleep 60"),
      shell("sleep $DELAY"),
      "{ httpGet: { port: 80 } }",
    ])
      assert.deepEqual(await find(hook), [], hook);
  });
});

describe("too-few-nodes and surge-needs-node", () => {
  const apart = (spec: string, more = "") =>
    workload("web", labels, {
      spec,
      pod: `affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } }${more} }] } }`,
    });
  const nodes = (...names: readonly string[]) =>
    names.map((name) => `apiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\n`);

  it("finds more pods than nodes, also those an autoscaler may add", async () => {
    assert.equal(
      (await foundBy("too-few-nodes", apart("replicas: 3"), ...nodes("a", "b"))).length,
      1,
    );
    const found = await foundBy(
      "too-few-nodes",
      apart(""),
      autoscaler("web", "web"),
      ...nodes("a", "b", "c"),
    );
    assert.match(
      found[0]?.message ?? "",
      /of 6 replicas that HorizontalPodAutoscaler web may scale to/,
    );
  });

  it("leaves alone: enough nodes, none that are known", async () => {
    assert.deepEqual(await foundBy("too-few-nodes", apart("replicas: 2"), ...nodes("a", "b")), []);
    assert.deepEqual(await foundBy("too-few-nodes", apart("replicas: 9")), []);
  });

  it("finds an update that begins with one pod more", async () => {
    const found = await foundBy("surge-needs-node", apart("replicas: 3"));
    assert.match(found[0]?.message ?? "", /3 pods needs 4 nodes/);
  });

  it("leaves alone: an update that begins with one pod fewer, versions apart, Recreate", async () => {
    const fine = [
      apart("replicas: 4"),
      apart("replicas: 3, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }"),
      apart("replicas: 3, strategy: { type: Recreate }"),
      apart("replicas: 3", ", matchLabelKeys: [pod-template-hash]"),
    ];
    for (const each of fine) assert.deepEqual(await foundBy("surge-needs-node", each), []);
  });
});
