import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import type { KubeObject } from "../../../src/client/object.ts";
import { forgetRelease } from "../../../src/deploy/release/forget.ts";
import { ensureDigest, passingDigest } from "../../../src/deploy/release/key.ts";
import { carriedForward } from "../../../src/deploy/release/migrated.ts";
import {
  closeAbandoned,
  keptRevisions,
  pruneRecords,
} from "../../../src/deploy/release/old-records.ts";
import type { RecordState } from "../../../src/deploy/release/record.ts";
import { isUnreadable } from "../../../src/deploy/release/record-head.ts";
import {
  listRecords,
  nextRevision,
  readRecord,
  updateRecord,
  writeRecord,
} from "../../../src/deploy/release/records.ts";
import { MemoryCluster } from "../memory-cluster.ts";
import { configMap, record, secret, shop } from "./release.ts";

const digest = passingDigest();

test("a record is read as it was written, without what the server adds and without secrets", async () => {
  const cluster = new MemoryCluster();
  const deployment: KubeObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: "web",
      namespace: "shop",
      labels: { app: "web" },
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}", note: "kept" },
      uid: "1",
      resourceVersion: "2",
      managedFields: [],
    },
    spec: { replicas: 2 },
    status: { readyReplicas: 1 },
  };
  const settings = configMap("settings", { color: "blue" });
  const login = { ...secret("login", { password: "canary-1" }), stringData: { user: "canary-2" } };
  const more = { shared: ["/Namespace//shop"], images: { web: "web:1" }, migrated: { a: "b" } };
  const head = await writeRecord(
    cluster,
    shop,
    record(1, [deployment, settings, login], more),
    digest,
  );
  const listed = await listRecords(cluster, shop);
  assert.deepEqual(listed, { heads: [JSON.parse(JSON.stringify(head))], unreadable: [] });
  const read = await readRecord(cluster, shop, listed.heads[0]!);
  assert.ok(!isUnreadable(read));
  const [web, config, hidden] = read.objects;
  assert.deepEqual(web, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: "web",
      namespace: "shop",
      labels: { app: "web" },
      annotations: { note: "kept" },
    },
    spec: { replicas: 2 },
  });
  assert.deepEqual(config, settings);
  assert.deepEqual(Object.keys(hidden?.data as object), ["password", "user"]);
  for (const value of Object.values(hidden?.data as object)) {
    assert.match(value, /^hmac-sha256:[0-9a-f]{64}$/);
  }
  assert.doesNotMatch(JSON.stringify(read), /canary|Y2FuYXJ5/);
  assert.deepEqual({ shared: read.shared, images: read.images, migrated: read.migrated }, more);
});

test("a record's state changes without its objects being written again", async () => {
  const cluster = new MemoryCluster();
  const head = await writeRecord(cluster, shop, record(1, [configMap("a")]), digest);
  const calls = cluster.calls.length;
  await updateRecord(cluster, shop, head, {
    state: "deployed",
    finishedAt: "2026-01-01T00:01:00.000Z",
    migrated: { "batch/Job/shop/migrate-1": "2026-01-01T00:00:30.000Z" },
  });
  assert.equal(cluster.calls.length, calls + 1);
  const query = { apiVersion: "v1", kind: "ConfigMap", labels: "slipway.dev/state=deployed" };
  assert.equal((await cluster.list(query)).items.length, 1);
  const [read] = (await listRecords(cluster, shop)).heads;
  assert.equal(read?.state, "deployed");
  assert.deepEqual(Object.keys(read?.migrated ?? {}), ["batch/Job/shop/migrate-1"]);
  const whole = await readRecord(cluster, shop, read!);
  assert.ok(!isUnreadable(whole) && whole.objects.length === 1);
});

test("3 MB that cannot be compressed are divided, and the list does not read them", async () => {
  const cluster = new MemoryCluster();
  const large = Array.from({ length: 30 }, (_, index) =>
    configMap(`large-${index}`, { value: randomBytes(75_000).toString("base64") }),
  );
  await writeRecord(cluster, shop, record(1, large), digest);
  const maps = cluster.all("ConfigMap");
  assert.ok(maps.length > 3);
  for (const map of maps) assert.ok(JSON.stringify(map).length < 1_000_000);
  const { heads } = await listRecords(cluster, shop);
  assert.ok(JSON.stringify(heads).length < 1000);
  const read = await readRecord(cluster, shop, heads[0]!);
  assert.ok(!isUnreadable(read));
  assert.deepEqual(read.objects, large);
});

test("12 deploys keep 10 records, and the last that went well beside them", async () => {
  const cluster = new MemoryCluster();
  for (let revision = 1; revision <= 12; revision++) {
    assert.equal(nextRevision(await listRecords(cluster, shop)), revision);
    const head = await writeRecord(cluster, shop, record(revision, [configMap("a")]), digest);
    await updateRecord(cluster, shop, head, { state: revision === 1 ? "deployed" : "failed" });
    await pruneRecords(cluster, shop);
  }
  const { heads } = await listRecords(cluster, shop);
  assert.deepEqual(
    heads.map(({ revision }) => revision),
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 1],
  );
  assert.equal(cluster.all("ConfigMap").length, 22);
  await pruneRecords(cluster, shop, { keep: 2 });
  assert.equal(cluster.all("ConfigMap").length, 6);
});

test("the newest and the last deployed record stay, whatever became of the others", () => {
  const state = fc.constantFrom<RecordState>("deployed", "failed", "interrupted", "rolled-back");
  fc.assert(
    fc.property(fc.array(state, { maxLength: 30 }), (states) => {
      const heads = states
        .map((each, index) => ({
          ...record(index + 1),
          state: each,
          body: { parts: 1, sha256: "" },
        }))
        .reverse();
      const kept = keptRevisions({ heads, unreadable: [] });
      assert.ok(kept.size <= 11);
      for (const { revision } of heads.slice(0, 10)) assert.ok(kept.has(revision));
      const deployed = heads.find((head) => head.state === "deployed");
      assert.ok(!deployed || kept.has(deployed.revision));
    }),
  );
});

test("records that cannot be read are told with their names, and stand in nobody's way", async () => {
  const cluster = new MemoryCluster();
  const spoil: Record<string, (map: KubeObject) => KubeObject | undefined> = {
    "no JSON": (map) => ({ ...map, data: { "record.json": "{" } }),
    "no data": ({ data: _, ...map }) => map as KubeObject,
    "form 2": (map) => ({ ...map, data: { "record.json": '{"form":2}' } }),
    "fields are missing": (map) => ({ ...map, data: { "record.json": '{"form":1}' } }),
  };
  let revision = 0;
  for (const change of Object.values(spoil)) {
    await writeRecord(cluster, shop, record(++revision), digest);
    await cluster.replace(change(await map(cluster, `slipway-shop-r${revision}`))!);
  }
  await writeRecord(cluster, shop, record(++revision, [configMap("a")]), digest);
  const { heads, unreadable } = await listRecords(cluster, shop);
  assert.deepEqual(
    heads.map((head) => head.revision),
    [5],
  );
  assert.deepEqual(
    unreadable.map((each) => each.revision),
    [1, 2, 3, 4],
  );
  for (const { why } of unreadable) assert.match(why, /ConfigMap shop\/slipway-shop-r\d cannot/);
  assert.equal(nextRevision({ heads, unreadable }), 6);

  const part = await map(cluster, "slipway-shop-r5-1");
  const other = Buffer.from("other").toString("base64");
  await cluster.replace({ ...part, binaryData: { part: other } });
  const changed = await readRecord(cluster, shop, heads[0]!);
  assert.match(isUnreadable(changed) ? changed.why : "", /not those that were written/);
  await cluster.delete({
    apiVersion: "v1",
    kind: "ConfigMap",
    namespace: "shop",
    name: "slipway-shop-r5-1",
  });
  const gone = await readRecord(cluster, shop, heads[0]!);
  assert.match(isUnreadable(gone) ? gone.why : "", /slipway-shop-r5-1 is gone/);

  await pruneRecords(cluster, shop, { keep: 1 });
  assert.equal(cluster.all("ConfigMap").length, 1);
});

test("records of deploys that were killed are closed by the next", async () => {
  const cluster = new MemoryCluster();
  await writeRecord(cluster, shop, record(1, [], { state: "deployed" }), digest);
  await writeRecord(cluster, shop, record(2), digest);
  const now = "2026-01-02T00:00:00.000Z";
  const { heads } = await closeAbandoned(cluster, shop, await listRecords(cluster, shop), now);
  assert.deepEqual(
    heads.map(({ state, finishedAt }) => [state, finishedAt]),
    [
      ["interrupted", now],
      ["deployed", undefined],
    ],
  );
  assert.equal((await listRecords(cluster, shop)).heads[0]?.state, "interrupted");
});

test("records of other releases and namespaces are left alone", async () => {
  const cluster = new MemoryCluster();
  const others = [
    { name: "shop", namespace: "staging" },
    { name: "blog", namespace: "shop" },
  ];
  for (const release of [shop, ...others]) {
    await ensureDigest(cluster, release);
    await writeRecord(cluster, release, record(1, [configMap("a")]), digest);
  }
  await cluster.create(configMap("own"));
  await forgetRelease(cluster, shop);
  for (const release of others) {
    assert.equal((await listRecords(cluster, release)).heads.length, 1);
  }
  assert.equal((await listRecords(cluster, shop)).heads.length, 0);
  assert.equal(cluster.all("ConfigMap").length, 5);
  assert.equal(cluster.all("Secret").length, 2);
});

test("migrations are carried forward from whatever record knows them, those that are wanted always", () => {
  const many = Array.from({ length: 600 }, (_, index) => [`job-${index}`, time(index)] as const);
  const carried = carriedForward(
    [
      { migrated: Object.fromEntries(many) },
      { migrated: { "job-599": time(700), failed: time(1) } },
    ],
    ["job-0", "new"],
  );
  assert.equal(Object.keys(carried).length, 501);
  assert.equal(carried["job-0"], time(0));
  assert.equal(carried["job-599"], time(599));
  assert.equal(carried.new, undefined);
  assert.equal(carried["job-50"], undefined);
});

function time(minute: number): string {
  return new Date(minute * 60_000).toISOString();
}

async function map(cluster: MemoryCluster, name: string): Promise<KubeObject> {
  return (await cluster.get({ apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name }))!;
}
