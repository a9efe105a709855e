import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Change, Cluster } from "../../src/client/cluster.ts";
import { connect } from "../../src/client/connect.ts";
import { ApiError } from "../../src/client/errors.ts";
import type { KubeObject } from "../../src/client/object.ts";
import { expectDelete } from "../control-plane/deletes.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { answer, refuse } from "./server.ts";
import { connectThrough, type Fault } from "./through.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? false;
const namespace = "client-watch";
const query = { apiVersion: "v1", kind: "ConfigMap", namespace, labels: "test=watch" };
let direct: Cluster;

before(async () => {
  if (!plane) return;
  direct = await connect({ kubeconfig: plane.kubeconfig });
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  await direct.apply(object, { manager: "test" });
});
after(async () => {
  await plane?.request("DELETE", `/api/v1/namespaces/${namespace}`);
  direct?.close();
});

const map = (name: string, value: string): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace, labels: { test: "watch" } },
  data: { value },
});
const put = (name: string, value: string) => direct.apply(map(name, value), { manager: "test" });
const drop = (name: string) =>
  direct.delete({ apiVersion: "v1", kind: "ConfigMap", namespace, name });
const isWatch = (path: string) => path.includes("watch=true");

/** What a watch says is there, kept up to date until the signal ends it. */
function follow(cluster: Cluster, signal: AbortSignal, of = query) {
  const state = new Map<string, KubeObject>();
  const changes: Change[] = [];
  const done = (async () => {
    for await (const change of cluster.watch(of, signal)) {
      changes.push(change);
      if (change.type === "all") state.clear();
      const objects = change.type === "all" ? change.items : [change.object];
      for (const object of objects)
        if (change.type === "gone") state.delete(object.metadata.name);
        else state.set(object.metadata.name, object);
    }
  })();
  const values = () =>
    Object.fromEntries(
      [...state].sort().map(([name, { data }]) => [name, (data as { value: string }).value]),
    );
  return { changes, done, values };
}

async function until(isTrue: () => boolean, why: () => string): Promise<void> {
  for (let times = 0; times < 400; times++) {
    if (isTrue()) return;
    await sleep(25);
  }
  assert.fail(why());
}

test("tells all there is, then what happens, and ends quietly", { skip }, async () => {
  await put("first", "1");
  const stop = new AbortController();
  const { changes, done } = follow(direct, stop.signal);
  await until(
    () => changes.length === 1,
    () => "no list",
  );
  await put("first", "2");
  await put("second", "1");
  await drop("first");
  await until(
    () => changes.length === 4,
    () => JSON.stringify(changes.map(({ type }) => type)),
  );
  stop.abort();
  await done;
  const [all, ...rest] = changes;
  assert.deepEqual(
    all!.type === "all" && all!.items.map(({ kind, apiVersion }) => [kind, apiVersion]),
    [["ConfigMap", "v1"]],
  );
  assert.deepEqual(
    rest.map((change) => change.type !== "all" && [change.type, change.object.metadata.name]),
    [
      ["set", "first"],
      ["set", "second"],
      ["gone", "first"],
    ],
  );
  await drop("second");
});

test("ends when its reader goes", { skip }, async () => {
  for await (const change of direct.watch(query, new AbortController().signal)) {
    assert.equal(change.type, "all");
    break;
  }
});

test("a kind that comes later is watched from then on", { skip }, async () => {
  const plural = "boats";
  const group = "client-watch.example.com";
  const boats = { apiVersion: `${group}/v1`, kind: "Boat", namespace };
  const crd = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural, kind: "Boat" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          },
        },
      ],
    },
  };
  const stop = new AbortController();
  const { changes, done } = follow(direct, stop.signal, { ...boats, labels: "" });
  await until(
    () => changes.length > 0,
    () => "nothing",
  );
  const boat = { ...boats, metadata: { name: "a", namespace } };
  await assert.rejects(direct.create(boat), /does not serve Boat of client-watch.example.com\/v1/);
  assert.deepEqual((await direct.list(boats)).items, []);
  await direct.create(crd);
  const isServed = async () => (await direct.kindOf(boats.apiVersion, "Boat")) !== undefined;
  for (let times = 0; times < 100 && !(await isServed()); times++) await sleep(50);
  await direct.create(boat);
  const names = () =>
    changes
      .flatMap((change) => (change.type === "all" ? change.items : [change.object]))
      .map(({ metadata }) => metadata.name);
  await until(
    () => names().includes("a"),
    () => JSON.stringify(changes),
  );
  const ref = { apiVersion: crd.apiVersion, kind: crd.kind, name: crd.metadata.name };
  await expectDelete(plane!, crd);
  await direct.delete(ref);
  await until(
    () => changes.at(-1)!.type !== "set",
    () => "still there",
  );
  stop.abort();
  await done;
});

test("a refusal is thrown", { skip }, async () => {
  await using it = await connectThrough(plane!.kubeconfig, (_, { path }) =>
    path.includes("configmaps")
      ? (__, ___, response) => refuse(response, 403, "Forbidden", "no")
      : undefined,
  );
  const { done } = follow(it.client, new AbortController().signal);
  await assert.rejects(done, (error) => error instanceof ApiError && error.status === 403);
});

test("goes on from where it was cut, and lists again only when it must", { skip }, async () => {
  let watches = 0;
  const cut: Fault = (_, { path }) => {
    if (!isWatch(path)) return undefined;
    watches++;
    if (watches === 3)
      return (__, ___, response) => refuse(response, 410, "Expired", "too old resource version");
    if (watches === 5)
      return (__, ___, response) =>
        answer(response, 200, {
          type: "ERROR",
          object: { kind: "Status", code: 410, reason: "Expired", message: "too old" },
        });
    return {
      change(from, response) {
        response.writeHead(from.statusCode!, from.headers);
        let chunks = 0;
        from.on("data", (chunk: Buffer) => {
          // Half of an event, then the end.
          if (++chunks % 2 === 0) response.write(chunk.subarray(0, 20), () => response.destroy());
          else response.write(chunk);
        });
        from.on("error", () => {});
        response.on("close", () => from.destroy());
      },
    };
  };
  await using it = await connectThrough(plane!.kubeconfig, cut);
  const stop = new AbortController();
  const { changes, done, values } = follow(it.client, stop.signal);
  await until(
    () => changes.length === 1,
    () => "no list",
  );
  for (let step = 0; step < 12; step++) {
    await put(`cut-${step % 3}`, String(step));
    await sleep(40);
  }
  await until(
    () => values()["cut-2"] === "11" && values()["cut-1"] === "10",
    () => JSON.stringify(values()),
  );
  stop.abort();
  await done;
  const lists = it.seen.filter(({ path }) => path.includes("/configmaps") && !isWatch(path));
  assert.equal(lists.length, 3, it.troubles.join("\n"));
  assert.ok(watches >= 6, String(watches));
  for (const name of ["cut-0", "cut-1", "cut-2"]) await drop(name);
});

test("a server that cuts at once is not asked in a tight loop", { skip }, async () => {
  let watches = 0;
  await using it = await connectThrough(plane!.kubeconfig, (_, { path }) => {
    if (!isWatch(path)) return undefined;
    watches++;
    return (__, ___, response) => void response.writeHead(200).end();
  });
  const stop = AbortSignal.timeout(1500);
  await follow(it.client, stop).done;
  assert.ok(watches >= 2 && watches <= 6, String(watches));
});

/** The same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

for (const seed of [1, 2, 3, 4])
  test(`through random cuts it knows what a list says (seed ${seed})`, { skip }, async () => {
    const random = randomOf(seed);
    const faults: Fault = (_, { path }) => {
      if (!path.includes("/configmaps")) return undefined;
      const dice = random();
      if (dice < 0.1) return (__, ___, response) => void response.destroy();
      if (dice < 0.2) return (__, ___, response) => refuse(response, 503, "", "no");
      if (dice < 0.3 && isWatch(path))
        return (__, ___, response) => refuse(response, 410, "Expired", "old");
      if (!isWatch(path) || dice > 0.9) return undefined;
      const bytes = Math.floor(random() * 4000);
      return {
        change(from, response) {
          response.writeHead(from.statusCode!, from.headers);
          let left = bytes;
          from.on("data", (chunk: Buffer) => {
            const isLast = chunk.length >= left;
            response.write(chunk.subarray(0, left), () => isLast && response.destroy());
            left -= chunk.length;
          });
          from.on("error", () => {});
          response.on("close", () => from.destroy());
        },
      };
    };
    await using it = await connectThrough(plane!.kubeconfig, faults);
    const stop = new AbortController();
    const { done, values } = follow(it.client, stop.signal);
    for (let step = 0; step < 60; step++) {
      const name = `seed-${seed}-${Math.floor(random() * 6)}`;
      await (random() < 0.3 ? drop(name) : put(name, String(step)));
    }
    const truth = async () => {
      const { items } = await direct.list(query);
      const pairs = items.map(({ metadata, data }) => [
        metadata.name,
        (data as { value: string }).value,
      ]);
      return JSON.stringify(Object.fromEntries(pairs.sort()));
    };
    const wanted = await truth();
    await until(
      () => JSON.stringify(values()) === wanted,
      () => `${JSON.stringify(values())} is not ${wanted}`,
    );
    stop.abort();
    await done;
    for (let index = 0; index < 6; index++) await drop(`seed-${seed}-${index}`);
  });
