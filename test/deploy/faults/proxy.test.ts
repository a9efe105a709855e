import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { applyAll } from "../../control-plane/apply.ts";
import { connect } from "../../control-plane/client.ts";
import { configMap, namespace } from "../../control-plane/fixtures.ts";
import { run } from "../../control-plane/process.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { FAULTS, type Fault, once, seeded } from "./faults.ts";
import { type FaultyProxy, faultyProxy } from "./proxy.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "faulty-proxy";
const maps = `/api/v1/namespaces/${ns}/configmaps`;

describe("the faulty proxy", { skip: missing }, () => {
  let proxy: FaultyProxy;
  let through: ReturnType<typeof connect>;

  before(async () => {
    await applyAll(plane!, [namespace(ns), configMap(ns, "settings", { level: "info" })]);
    proxy = await faultyProxy(plane!.kubeconfig);
    through = connect(proxy.kubeconfig);
  });
  after(async () => {
    through?.close();
    await proxy?.[Symbol.asyncDispose]();
  });

  const kubectl = async (...args: string[]) =>
    (await run(plane!.kubectlProgram, args, {
      env: { ...process.env, KUBECONFIG: proxy.kubeconfig },
    }))!;

  /** Sends one request that meets a fault. */
  const meeting = async (
    fault: Fault | undefined,
    method: string,
    path: string,
    body?: unknown,
  ) => {
    proxy.hook = () => fault;
    try {
      const answer = await through.request(method, path, body);
      return { status: answer.status, body: answer.body, outcome: proxy.log.at(-1)?.outcome };
    } catch (problem) {
      return { problem: (problem as Error).message, outcome: proxy.log.at(-1)?.outcome };
    } finally {
      proxy.hook = undefined;
    }
  };
  const isThere = async (name: string) =>
    (await plane!.request("GET", `${maps}/${name}`)).status === 200;

  test("lets through what nothing happens to, for the real kubectl too", async () => {
    const { status, outcome } = await meeting(undefined, "GET", `${maps}/settings`);
    assert.deepEqual([status, outcome], [200, "200"]);
    const { stdout } = await kubectl("get", "-n", ns, "configmap", "settings", "-o", "name");
    assert.equal(stdout, "configmap/settings\n");
    assert.match(proxy.log.at(-1)?.userAgent ?? "", /^kubectl\//);
  });

  test("drops before and after the server has done it", async () => {
    const create = (name: string) => configMap(ns, name, {});
    const early = await meeting({ kind: "drop", when: "before" }, "POST", maps, create("early"));
    assert.match(early.problem ?? "", /socket hang up|ECONNRESET/);
    assert.equal(await isThere("early"), false);
    const late = await meeting({ kind: "drop", when: "after" }, "POST", maps, create("late"));
    assert.match(late.problem ?? "", /socket hang up|ECONNRESET/);
    assert.equal(late.outcome, "dropped after 201");
    assert.equal(await isThere("late"), true);
  });

  test("delays, truncates and refuses", async () => {
    const begun = Date.now();
    await meeting({ kind: "delay", ms: 300 }, "GET", `${maps}/settings`);
    assert.ok(Date.now() - begun >= 300);
    const cut = await meeting({ kind: "truncate" }, "GET", `${maps}/settings`);
    assert.equal(cut.problem, "aborted");
    for (const code of [401, 409, 410, 429, 500, 503] as const) {
      const fault: Fault = { kind: "answer", status: code };
      const { status, body } = await meeting(fault, "POST", maps, configMap(ns, "no", {}));
      assert.equal(status, code);
      assert.equal((body as { kind: string }).kind, "Status");
    }
    assert.equal(await isThere("no"), false);
    const done: Fault = { kind: "answer", status: 500, isForwarded: true };
    await meeting(done, "POST", maps, configMap(ns, "done", {}));
    assert.equal(await isThere("done"), true);
  });

  test("cuts watches, and tells them that they are too old", async () => {
    const watch = `${maps}?watch=1&timeoutSeconds=30`;
    const cut = await meeting({ kind: "cut", ms: 100 }, "GET", watch);
    assert.equal(cut.problem, "aborted");
    const { body } = await meeting({ kind: "expire", ms: 100 }, "GET", watch);
    assert.match(String(body), /"type":"ERROR".*"reason":"Expired"/);
  });

  test("counts, logs and calls back", async () => {
    const calls: number[] = [];
    const nth = proxy.count + 2;
    proxy.hook = (n) =>
      n === nth ? { kind: "drop", when: "before", first: () => void calls.push(n) } : undefined;
    await through.request("GET", `${maps}/settings`);
    await assert.rejects(through.request("GET", `${maps}/settings`));
    proxy.hook = undefined;
    assert.deepEqual(calls, [nth]);
    const last = proxy.log.at(-1);
    assert.deepEqual([last?.n, last?.outcome], [nth, "dropped before"]);
  });
});

test("a plan of faults is the same for the same seed, and its share is kept", () => {
  const request = { n: 0, method: "GET", path: "/", isStream: false, userAgent: "" };
  const planOf = (seed: number) =>
    Array.from({ length: 2000 }, (_, n) => seeded(seed, 0.1)(n, request));
  assert.deepEqual(planOf(7), planOf(7));
  assert.notDeepEqual(planOf(7), planOf(8));
  const met = planOf(7).filter((fault) => fault !== undefined);
  assert.ok(met.length > 140 && met.length < 260, `${met.length}`);
  assert.ok(met.every((fault) => fault.kind !== "cut"));
});

test("a single fault waits for a request that it does something to", () => {
  const request = { n: 0, method: "GET", path: "/", isStream: false, userAgent: "" };
  const hook = once(3, FAULTS.cut!);
  const streams = [false, false, false, false, true, true];
  const met = streams.map((isStream, i) => hook(i + 1, { ...request, isStream }));
  assert.deepEqual(
    met.map((fault) => fault !== undefined),
    [false, false, false, false, true, false],
  );
});
