import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, ConnectionError } from "../../../src/client/errors.ts";
import { type Lease, LeaseLost } from "../../../src/deploy/release/held-lease.ts";
import { holderName } from "../../../src/deploy/release/holder.ts";
import { type LeaseOptions, takeLease } from "../../../src/deploy/release/lease.ts";
import { leaseRef, termsOf } from "../../../src/deploy/release/lease-object.ts";
import { underLease } from "../../../src/deploy/release/under-lease.ts";
import { ManualClock, settled } from "../manual-clock.ts";
import { type Call, MemoryCluster } from "../memory-cluster.ts";
import { configMap, shop } from "./release.ts";

const SECOND = 1000;

function world(options: ConstructorParameters<typeof MemoryCluster>[0] = {}) {
  const cluster = new MemoryCluster(options);
  const clock = new ManualClock();
  const take = (holder: string, more: Partial<LeaseOptions> = {}) =>
    takeLease(cluster, shop, { holder, clock, wall: () => clock.now(), ...more });
  const holder = async () => {
    const live = await cluster.get(leaseRef(shop));
    return live && termsOf(live).holder;
  };
  return { cluster, clock, take, holder };
}

async function taken(promise: ReturnType<typeof takeLease>): Promise<Lease> {
  const { lease, heldBy } = await promise;
  assert.ok(lease, `held by ${heldBy?.name}`);
  return lease;
}

test("a lease is taken with one call, kept as long as it is needed, and gone afterwards", async () => {
  const { cluster, clock, take, holder } = world();
  const lease = await taken(take("ada"));
  assert.deepEqual(
    cluster.calls.map(({ verb }) => verb),
    ["create"],
  );
  await clock.advance(3600 * SECOND);
  assert.equal(await holder(), "ada");
  assert.equal(lease.signal.aborted, false);
  assert.equal(cluster.calls.filter(({ verb }) => verb === "replace").length, 180);
  await lease.release();
  assert.equal(await holder(), undefined);
});

test("the second of two waits until the first is done, and is told for whom", async () => {
  const { clock, take, holder } = world();
  const first = await taken(take("ada"));
  const told: string[] = [];
  const second = take("bob", { onWait: ({ name }) => told.push(name) });
  await clock.advance(300 * SECOND);
  assert.equal(await holder(), "ada");
  await first.release();
  await clock.advance(2 * SECOND);
  const lease = await taken(second);
  assert.equal(await holder(), "bob");
  assert.deepEqual(told, ["ada"]);
  await lease.release();
});

test("waiting has an end", async () => {
  const { clock, take } = world();
  const lease = await taken(take("ada"));
  const second = take("bob", { timeout: 90 * SECOND });
  await clock.advance(91 * SECOND);
  assert.deepEqual((await second).heldBy, { name: "ada", since: "1970-01-01T00:00:00.000000Z" });
  assert.equal((await take("bob", { timeout: 0 })).heldBy?.name, "ada");
  await lease.release();
});

test("the lease of a deploy that was killed is taken when its time is over by our clock, whatever its clock says", async () => {
  const clocksOfTheDead = ["1970-01-01T00:00:00.000000Z", "2999-01-01T00:00:00.000000Z"];
  for (const time of clocksOfTheDead) {
    const { cluster, clock, take, holder } = world();
    await cluster.create({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "slipway-shop", namespace: "shop" },
      spec: { holderIdentity: "dead", leaseDurationSeconds: 2, acquireTime: time, renewTime: time },
    });
    const second = take("bob");
    await clock.advance(1.9 * SECOND);
    assert.equal(await holder(), "dead", time);
    await clock.advance(0.2 * SECOND);
    assert.equal(await holder(), "bob", time);
    const live = await cluster.get(leaseRef(shop));
    assert.equal(termsOf(live!).transitions, 1);
    await (await taken(second)).release();
  }
});

test("of many that wait for a dead one, one at a time has it", async () => {
  const { cluster, clock, take } = world();
  const dead = await taken(take("dead"));
  let inside = 0;
  let most = 0;
  let done = 0;
  const workers = Array.from({ length: 5 }, async (_, index) => {
    const lease = await taken(take(`worker-${index}`));
    most = Math.max(most, ++inside);
    await clock.sleep(5 * SECOND);
    inside--;
    await lease.release();
    done++;
  });
  // Killed: nothing of it is heard any more.
  const spec = (await cluster.get(leaseRef(shop)))!;
  await dead.release();
  await cluster.create({ ...spec, metadata: { name: "slipway-shop", namespace: "shop" } });
  await clock.advance(200 * SECOND);
  await Promise.all(workers);
  assert.deepEqual({ most, done }, { most: 1, done: 5 });
});

test("a lease that somebody took or deleted is lost, and nothing is written any more", async () => {
  const events: [RegExp, (cluster: MemoryCluster) => Promise<unknown>][] = [
    [
      /eve took it/,
      async (cluster) => {
        const live = (await cluster.get(leaseRef(shop)))!;
        const spec = { ...(live.spec as object), holderIdentity: "eve" };
        return cluster.replace({ ...live, spec });
      },
    ],
    [/it was deleted/, (cluster) => cluster.delete(leaseRef(shop))],
  ];
  for (const [why, happen] of events) {
    const { cluster, clock, take } = world();
    const lease = await taken(take("ada"));
    const guarded = underLease(cluster, lease);
    await guarded.apply(configMap("before"), { manager: "slipway" });
    await happen(cluster);
    await clock.advance(21 * SECOND);
    assert.ok(lease.signal.aborted);
    assert.match(String(lease.signal.reason), why);
    await assert.rejects(guarded.apply(configMap("after"), { manager: "slipway" }), LeaseLost);
    await assert.rejects(guarded.create(configMap("after")), LeaseLost);
    await assert.rejects(guarded.replace(configMap("before")), LeaseLost);
    await assert.rejects(guarded.delete(leaseRef(shop)), LeaseLost);
    await lease.release();
    assert.deepEqual(
      cluster.all("ConfigMap").map(({ metadata }) => metadata.name),
      ["before"],
    );
  }
});

test("a lease that goes with its namespace is not lost: nobody can take it there", async () => {
  const { cluster, clock, take } = world();
  const lease = await taken(take("ada"));
  const space = { apiVersion: "v1", kind: "Namespace" };
  const deletionTimestamp = "2026-01-01T00:00:00Z";
  await cluster.create({ ...space, metadata: { name: shop.namespace, deletionTimestamp } });
  await cluster.delete(leaseRef(shop));
  await clock.advance(120 * SECOND);
  lease.assertHeld();
  await cluster.delete({ ...space, name: shop.namespace });
  await clock.advance(21 * SECOND);
  assert.match(String(lease.signal.reason), /it was deleted/);
  await lease.release();
});

test("without renewals the lease is given up before others may take it", async () => {
  let isCut = false;
  const before = () => {
    if (isCut) throw new ConnectionError("unreachable", "no route to the server");
  };
  const { cluster, clock, take } = world({ before });
  const lease = await taken(take("ada"));
  isCut = true;
  await clock.advance(49 * SECOND);
  assert.equal(lease.signal.aborted, false);
  await clock.advance(2 * SECOND);
  assert.match(String(lease.signal.reason), /could not be renewed in time: no route to the server/);
  const guarded = underLease(cluster, lease);
  await assert.rejects(guarded.create(configMap("late")), LeaseLost);
});

test("it is given up too where less is left than the clock can tell", async () => {
  let isCut = false;
  const before = () => {
    if (isCut) throw new ConnectionError("unreachable", "no route to the server");
  };
  const { clock, take } = world({ before });
  // From here on the clock tells half milliseconds, and the lease's time ends at a sixth of one.
  clock.pass(2 ** 51);
  const lease = await taken(take("ada", { duration: 2 * SECOND }));
  isCut = true;
  await clock.advance(2 * SECOND);
  assert.ok(lease.signal.aborted);
});

test("answers that never come do not keep a lease alive, and one that comes again saves it", async () => {
  let isSilent = false;
  const before = async ({ verb }: Call) => {
    if (isSilent && verb === "replace") await new Promise(() => {});
  };
  const cluster = new MemoryCluster({ before });
  const clock = new ManualClock();
  // The client ends a call with its signal; the one in memory waits for ever.
  const original = cluster.replace.bind(cluster);
  cluster.replace = (object, options, signal) =>
    Promise.race([
      original(object, options, signal),
      new Promise<never>((_, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason)),
      ),
    ]);
  const options = { holder: "ada", clock, wall: () => clock.now() };
  const lease = await taken(takeLease(cluster, shop, options));
  isSilent = true;
  await clock.advance(34 * SECOND);
  isSilent = false;
  await clock.advance(60 * SECOND);
  assert.equal(lease.signal.aborted, false);
  isSilent = true;
  await clock.advance(60 * SECOND);
  assert.match(String(lease.signal.reason), /did not answer in time/);
});

test("a machine that slept has lost its lease before it writes again", async () => {
  const cluster = new MemoryCluster();
  const clock = new ManualClock();
  let slept = 0;
  const wall = () => clock.now() + slept;
  const lease = await taken(takeLease(cluster, shop, { holder: "ada", clock, wall }));
  const guarded = underLease(cluster, lease);
  await clock.advance(SECOND);
  slept = 3600 * SECOND;
  await assert.rejects(guarded.create(configMap("late")), LeaseLost);
  assert.ok(lease.signal.aborted);
});

test("answers that are lost on the way neither lose the lease nor leave it behind", async () => {
  for (const verb of ["create", "replace", "delete"]) {
    let lost = 0;
    const after = (call: Call) => {
      if (call.verb !== verb || lost > 0) return;
      lost++;
      throw new ApiError({ status: 409, reason: "AlreadyExists", message: "again", causes: [] });
    };
    const { clock, take, holder } = world({ after });
    const lease = await taken(take("ada"));
    await clock.advance(120 * SECOND);
    assert.equal(lease.signal.aborted, false, verb);
    await lease.release();
    assert.equal(lost, 1, verb);
    assert.equal(await holder(), undefined, verb);
  }
});

test("a lease that is released does not take another's with it", async () => {
  const { cluster, take, holder } = world();
  const lease = await taken(take("ada"));
  const live = (await cluster.get(leaseRef(shop)))!;
  const spec = { ...(live.spec as object), holderIdentity: "eve" };
  await cluster.replace({ ...live, spec });
  await lease.release();
  assert.equal(await holder(), "eve");
});

test("waiting ends with its signal, and a namespace that is missing is told", async () => {
  const { clock, take, cluster } = world();
  const lease = await taken(take("ada"));
  const stop = new AbortController();
  const options = { holder: "bob", clock, wall: () => clock.now() };
  const second = takeLease(cluster, shop, options, stop.signal);
  const refused = assert.rejects(second, /interrupted/);
  await clock.advance(10 * SECOND);
  stop.abort(new Error("interrupted"));
  await settled();
  await refused;
  await lease.release();
  await assert.rejects(world({ strictNamespaces: true }).take("ada"), { status: 404 });
});

test("a holder is named for a person, and no two are equal", () => {
  assert.match(holderName(), /^\S+@\S+ \d+ [0-9a-f]{6}$/);
  assert.notEqual(holderName(), holderName());
});
