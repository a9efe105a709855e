import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { KubeObject } from "../../../src/client/object.ts";
import { ensureDigest, passingDigest, readDigest } from "../../../src/deploy/release/key.ts";
import { isUnreadable } from "../../../src/deploy/release/record-head.ts";
import { recorded } from "../../../src/deploy/release/recorded.ts";
import { listRecords, readRecord, writeRecord } from "../../../src/deploy/release/records.ts";
import {
  copySecrets,
  pruneCopies,
  restoreSecrets,
} from "../../../src/deploy/release/secret-copies.ts";
import { MemoryCluster } from "../memory-cluster.ts";
import { configMap, record, secret, shop } from "./release.ts";

const CANARY = "canary-7261f3";
const keyOfLogin = "/Secret/shop/login";

test("the key is made once, whoever else makes it at the same moment", async () => {
  const cluster = new MemoryCluster();
  assert.equal(await readDigest(cluster, shop), undefined);
  const digests = await Promise.all([1, 2, 3].map(() => ensureDigest(cluster, shop)));
  digests.push((await readDigest(cluster, shop))!);
  assert.equal(new Set(digests.map((digest) => digest("a"))).size, 1);
  assert.equal(cluster.all("Secret").length, 1);
  assert.equal(cluster.all("Secret")[0]?.immutable, true);
  assert.notEqual(passingDigest()("a"), digests[0]!("a"));
});

test("lists of parts are equal only part by part", () => {
  const digest = passingDigest();
  const list = fc.array(fc.string({ unit: fc.constantFrom("a", "1", ":") }), { maxLength: 4 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      assert.equal(digest(...a) === digest(...b), JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test("a key that is none is told, and not shown", async () => {
  const cluster = new MemoryCluster();
  await cluster.create(secret("slipway-shop-key", { key: CANARY }));
  await assert.rejects(readDigest(cluster, shop), (problem: Error) => {
    assert.match(problem.message, /Secret shop\/slipway-shop-key holds no key/);
    assert.doesNotMatch(JSON.stringify(problem), /canary/);
    return true;
  });
});

test("each content of a Secret is copied once, immutable, and brought back from its copy", async () => {
  const cluster = new MemoryCluster();
  const digest = await ensureDigest(cluster, shop);
  const first = secret("login", { password: `${CANARY}-1`, user: "ada" });
  const copies = await copySecrets(cluster, shop, [configMap("a"), first], digest);
  const again = { ...first, data: {}, stringData: { user: "ada", password: `${CANARY}-1` } };
  assert.deepEqual(await copySecrets(cluster, shop, [again], digest), copies);
  const second = secret("login", { password: `${CANARY}-2`, user: "ada" });
  const later = await copySecrets(cluster, shop, [second], digest);
  assert.notDeepEqual(later, copies);
  // The same values in another Secret are another copy: each is of one Secret.
  await copySecrets(
    cluster,
    shop,
    [{ ...first, metadata: { ...first.metadata, name: "b" } }],
    digest,
  );
  const made = cluster.all("Secret").filter(({ type }) => type === "slipway.dev/secret-copy");
  assert.equal(made.length, 3);
  for (const { immutable, metadata } of made) {
    assert.equal(immutable, true);
    assert.match(metadata.name, /^slipway-shop-s-[0-9a-f]{20}$/);
  }

  await writeRecord(
    cluster,
    shop,
    record(1, [configMap("a"), first], { secretCopies: copies }),
    digest,
  );
  const read = await readRecord(cluster, shop, (await listRecords(cluster, shop)).heads[0]!);
  assert.ok(!isUnreadable(read));
  assert.deepEqual(await restoreSecrets(cluster, shop, read), [configMap("a"), first]);
  for (const map of cluster.all("ConfigMap")) {
    assert.doesNotMatch(everyReading(map), /canary/);
  }
});

test("a copy that is gone is told by the name of its Secret", async () => {
  const cluster = new MemoryCluster();
  const digest = passingDigest();
  const login = secret("login", { password: CANARY });
  const secretCopies = await copySecrets(cluster, shop, [login], digest);
  await pruneCopies(cluster, shop, { heads: [], unreadable: [] });
  assert.equal(cluster.all("Secret").length, 0);
  const objects = [recorded(login, digest)];
  await assert.rejects(
    restoreSecrets(cluster, shop, { objects, secretCopies }),
    (problem: Error) => {
      assert.match(problem.message, /Secret shop\/login at that time are gone/);
      assert.doesNotMatch(JSON.stringify(problem), /canary/);
      return true;
    },
  );
});

test("copies that no kept record names go, and none as long as a record cannot be read", async () => {
  const cluster = new MemoryCluster();
  const digest = passingDigest();
  const all = await Promise.all(
    ["1", "2"].map((value) => copySecrets(cluster, shop, [secret("login", { value })], digest)),
  );
  const [old, now] = all.map((copies) => copies[keyOfLogin]!);
  const head = {
    ...record(2),
    secretCopies: { [keyOfLogin]: now! },
    body: { parts: 0, sha256: "" },
  };
  const unreadable = [{ revision: 1, state: "", why: "" }];
  await pruneCopies(cluster, shop, { heads: [head], unreadable });
  assert.deepEqual(names(cluster), [old, now].sort());
  await pruneCopies(cluster, shop, { heads: [head], unreadable: [] });
  assert.deepEqual(names(cluster), [now]);
});

test("a Secret of that name that is no copy stops the deploy", async () => {
  const cluster = new MemoryCluster();
  const digest = passingDigest();
  const login = secret("login", { password: CANARY });
  const { [keyOfLogin]: name } = await copySecrets(new MemoryCluster(), shop, [login], digest);
  await cluster.create(secret(name!, { password: "other" }));
  await assert.rejects(copySecrets(cluster, shop, [login], digest), (problem: Error) => {
    assert.match(problem.message, /is not the copy of a Secret that its name says/);
    assert.doesNotMatch(JSON.stringify(problem), /canary/);
    return true;
  });
});

function names(cluster: MemoryCluster): string[] {
  return cluster
    .all("Secret")
    .map(({ metadata }) => metadata.name)
    .sort();
}

/** An object as text, with every base64 in it decoded as well. */
function everyReading(object: KubeObject): string {
  const text = JSON.stringify(object);
  const decoded = text.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? [];
  return [text, ...decoded.map((each) => Buffer.from(each, "base64").toString("latin1"))].join(
    "\n",
  );
}
