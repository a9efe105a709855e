import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { keyOf, refOf } from "../../../src/client/object.ts";
import { membership, scopeOf, superset } from "../../../src/deploy/release/applyset.ts";
import { forgetRelease } from "../../../src/deploy/release/forget.ts";
import { LeaseLost } from "../../../src/deploy/release/held-lease.ts";
import { ensureDigest } from "../../../src/deploy/release/key.ts";
import { takeLease } from "../../../src/deploy/release/lease.ts";
import { membersOf } from "../../../src/deploy/release/members.ts";
import { carriedForward } from "../../../src/deploy/release/migrated.ts";
import { closeAbandoned, pruneRecords } from "../../../src/deploy/release/old-records.ts";
import { readParent, writeParent } from "../../../src/deploy/release/parent.ts";
import {
  listRecords,
  nextRevision,
  updateRecord,
  writeRecord,
} from "../../../src/deploy/release/records.ts";
import { copySecrets, pruneCopies } from "../../../src/deploy/release/secret-copies.ts";
import { underLease } from "../../../src/deploy/release/under-lease.ts";
import { ManualClock } from "../manual-clock.ts";
import { type Call, MemoryCluster } from "../memory-cluster.ts";
import { configMap, record, secret, shop } from "./release.ts";

const tool = "0.1.0";
/** Renewals of the lease (replace) are not among them: how many there are depends on the machine. */
const WRITES: readonly string[] = ["apply", "create", "patch", "delete"];
const MIGRATION = "batch/Job/shop/migrate-2";

/** Stands for the end of a process: nothing that it asks for happens any more. */
class Killed extends Error {}

/** All that a deploy writes for its release, in the order in which a deploy writes it. */
async function deploy(
  outer: Cluster,
  clock: ManualClock,
  wanted: readonly KubeObject[],
  migrate: () => void = () => {},
): Promise<void> {
  const options = {
    holder: `worker-${Math.random()}`,
    clock,
    duration: 2000,
    wall: () => clock.now(),
  };
  const { lease } = await takeLease(outer, shop, options);
  const cluster = underLease(outer, lease!);
  const digest = await ensureDigest(cluster, shop);
  const parent = await readParent(cluster, shop);
  const known = await listRecords(cluster, shop);
  await closeAbandoned(cluster, shop, known, "2026-01-01T00:00:00.000Z");
  const secretCopies = await copySecrets(cluster, shop, wanted, digest);
  const scope = scopeOf(shop, wanted);
  const wide = parent ? superset(parent.scope, scope) : scope;
  const written = await writeParent(cluster, shop, { scope: wide, tool }, parent);
  const migrated = carriedForward(known.heads, [MIGRATION]);
  const began = record(nextRevision(known), wanted, { secretCopies, migrated });
  let head = await writeRecord(cluster, shop, began, digest);
  if (!(MIGRATION in head.migrated)) {
    migrate();
    const ran = { ...head.migrated, [MIGRATION]: "2026-01-01T00:00:00.000Z" };
    head = await updateRecord(cluster, shop, head, { migrated: ran });
  }
  for (const object of wanted) {
    const { metadata } = object;
    const member = { ...object, metadata: { ...metadata, labels: membership(shop) } };
    await cluster.apply(member, { manager: "slipway", force: true });
  }
  const keys = new Set(wanted.map((object) => keyOf(refOf(object))));
  const { members } = await membersOf(cluster, shop, wide);
  for (const member of members) {
    if (!keys.has(keyOf(refOf(member)))) await cluster.delete(refOf(member));
  }
  await writeParent(cluster, shop, { scope, tool }, written);
  await updateRecord(cluster, shop, head, { state: "deployed" });
  await pruneCopies(cluster, shop, await pruneRecords(cluster, shop, { keep: 2 }));
  await lease!.release();
}

/** A cluster whose nth write is the last thing that happens, or the first that does not. */
function dying(inner: MemoryCluster, n: number, isDone: boolean): Cluster {
  let writes = 0;
  let isDead = false;
  const handle =
    (method: (...args: unknown[]) => unknown, name: string) =>
    async (...args: unknown[]) => {
      if (isDead) throw new Killed();
      if (!WRITES.includes(name)) return method.apply(inner, args);
      isDead = ++writes >= n;
      if (isDead && !isDone) throw new Killed();
      const answer = await method.apply(inner, args);
      if (isDead) throw new Killed();
      return answer;
    };
  return new Proxy<Cluster>(inner, {
    get(target, name: string) {
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? handle(value as () => unknown, name) : value;
    },
  });
}

const first = [configMap("settings"), configMap("old"), secret("login", { password: "one" })];
const service = { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "shop" } };
const second = [configMap("settings"), secret("login", { password: "two" }), service];

/** Lets time pass until the work has ended; what it threw. */
async function inTime(clock: ManualClock, work: Promise<void>): Promise<unknown> {
  let ended: { readonly problem: unknown } | undefined;
  work.then(
    () => (ended = { problem: undefined }),
    (problem: unknown) => (ended = { problem }),
  );
  while (!ended) {
    // Compression takes place outside of this clock.
    await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.advance(200);
  }
  return ended.problem;
}

/** What is left over: nothing that no record names, no lease, no record that seems to go on. */
async function assertWhole(cluster: MemoryCluster, what: string): Promise<void> {
  const { heads, unreadable } = await listRecords(cluster, shop);
  assert.deepEqual(unreadable, [], what);
  assert.equal(heads[0]?.state, "deployed", what);
  assert.ok(!heads.some(({ state }) => state === "deploying"), what);
  assert.deepEqual(cluster.all("Lease"), [], what);
  const purpose = (of: string) => ({ labels: `slipway.dev/purpose=${of}`, apiVersion: "v1" });
  const parts = await cluster.list({ ...purpose("record-part"), kind: "ConfigMap" });
  const revisions = parts.items.map(({ metadata }) =>
    Number(metadata.labels!["slipway.dev/revision"]),
  );
  assert.deepEqual(new Set(revisions), new Set(heads.map(({ revision }) => revision)), what);
  const copies = await cluster.list({ ...purpose("secret-copy"), kind: "Secret" });
  const named = new Set(heads.flatMap(({ secretCopies }) => Object.values(secretCopies)));
  assert.deepEqual(new Set(copies.items.map(({ metadata }) => metadata.name)), named, what);
  const parent = await readParent(cluster, shop);
  assert.deepEqual([...parent!.scope.groupKinds].sort(), ["ConfigMap", "Secret", "Service"], what);
  const { members } = await membersOf(cluster, shop, parent!.scope);
  const names = members.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  assert.deepEqual(names.sort(), ["ConfigMap settings", "Secret login", "Service web"], what);
}

test("a deploy that is killed at any of its writes is gone on with by the next", async () => {
  let points = 0;
  for (const from of [[], first]) {
    for (const isDone of [false, true]) {
      for (let n = 1, isOver = false; !isOver; n++) {
        const what = `write ${n}${isDone ? " done" : ""}, after ${from.length} objects`;
        const cluster = new MemoryCluster();
        const clock = new ManualClock();
        if (from.length > 0)
          assert.equal(await inTime(clock, deploy(cluster, clock, from)), undefined);
        const killed = await inTime(clock, deploy(dying(cluster, n, isDone), clock, second));
        isOver = killed === undefined;
        // It may hear of its end by the lease, which it can no longer renew.
        if (!isOver) assert.ok(killed instanceof Killed || killed instanceof LeaseLost, what);
        assert.equal(await inTime(clock, deploy(cluster, clock, second)), undefined, what);
        await assertWhole(cluster, what);
        points++;
      }
    }
  }
  assert.ok(points > 40, `${points}`);
});

test("a release that is forgotten is so in the end, wherever that was killed", async () => {
  for (let n = 1, isOver = false; !isOver; n++) {
    const cluster = new MemoryCluster();
    const clock = new ManualClock();
    await inTime(clock, deploy(cluster, clock, second));
    isOver = await forgetRelease(dying(cluster, n, true), shop).then(
      () => true,
      () => false,
    );
    if (!isOver && n < 5) assert.ok(await readParent(cluster, shop));
    await forgetRelease(cluster, shop);
    const left = [...cluster.objects.values()].map(
      ({ kind, metadata }) => `${kind} ${metadata.name}`,
    );
    assert.deepEqual(left.sort(), ["ConfigMap settings", "Secret login", "Service web"]);
  }
});

test("migrations that ran are not run again, whatever happens after they were noted", async () => {
  for (let n = 1; n < 30; n++) {
    let runs = 0;
    let noted = false;
    const after = ({ verb, ref }: Call) => {
      if (runs > 0 && verb === "apply" && ref.kind === "ConfigMap") noted = true;
    };
    const cluster = new MemoryCluster({ after });
    const clock = new ManualClock();
    const migrate = () => {
      if (!noted) runs++;
      else assert.fail(`run again after write ${n}`);
    };
    await inTime(clock, deploy(dying(cluster, n, true), clock, second, migrate));
    assert.equal(await inTime(clock, deploy(cluster, clock, second, migrate)), undefined);
    assert.ok(runs >= 1);
  }
});
