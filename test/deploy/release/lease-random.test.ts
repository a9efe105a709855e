import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Cluster } from "../../../src/client/cluster.ts";
import { ConnectionError } from "../../../src/client/errors.ts";
import type { Lease } from "../../../src/deploy/release/held-lease.ts";
import { takeLease } from "../../../src/deploy/release/lease.ts";
import { ManualClock, settled } from "../manual-clock.ts";
import { MemoryCluster } from "../memory-cluster.ts";
import { shop } from "./release.ts";

/** What happens to one call on its way. */
type Fault = "none" | "refused" | "answer lost" | "late" | "silent";

interface Worker {
  /** Milliseconds by which its wall clock is wrong. */
  readonly skew: number;
  readonly starts: number;
  /** How long it works under the lease. */
  readonly works: number;
  /** When it is killed; undefined for never. */
  readonly dies: number | undefined;
  readonly faults: readonly Fault[];
}

const DURATION = 3000;
const END = 60_000;

const fault = fc.oneof(
  { arbitrary: fc.constant<Fault>("none"), weight: 4 },
  { arbitrary: fc.constantFrom<Fault>("refused", "answer lost", "late", "silent"), weight: 3 },
);

const worker: fc.Arbitrary<Worker> = fc.record({
  skew: fc.integer({ min: -1e9, max: 1e9 }),
  starts: fc.integer({ min: 0, max: 5000 }),
  works: fc.integer({ min: 0, max: 15_000 }),
  dies: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined }),
  faults: fc.array(fault, { maxLength: 40 }),
});

test("never two have the lease, and it is never lost for all, whatever happens to calls and processes", async () => {
  const workers = fc.array(worker, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(workers, async (all) => {
      const cluster = new MemoryCluster();
      const clock = new ManualClock();
      const holding = new Map<number, Lease>();
      const works = all.map((each, index) => work(each, index, cluster, clock, holding));
      for (let time = 0; time < END; time += 50) {
        await clock.advance(50);
        const inside = [...holding].filter(([, lease]) => isHeld(lease)).map(([index]) => index);
        assert.ok(inside.length <= 1, `${inside} at ${time}`);
      }
      await Promise.all(works);
      const wall = () => clock.now();
      const last = takeLease(cluster, shop, { holder: "last", clock, wall });
      await clock.advance(DURATION + 2000);
      await (await last).lease!.release();
      assert.equal(cluster.all("Lease").length, 0);
    }),
    { numRuns: 60 },
  );
});

async function work(
  { skew, starts, works, dies, faults }: Worker,
  index: number,
  inner: MemoryCluster,
  clock: ManualClock,
  holding: Map<number, Lease>,
): Promise<void> {
  const end = new AbortController();
  if (dies !== undefined) {
    clock.sleep(dies).then(() => {
      holding.delete(index);
      end.abort(new Error("killed"));
    });
  }
  await clock.sleep(starts);
  const cluster = faulty(inner, clock, faults, end.signal);
  try {
    const options = { holder: `worker-${index}`, duration: DURATION, clock };
    const wall = () => clock.now() + skew;
    const { lease } = await takeLease(
      cluster,
      shop,
      { ...options, wall, timeout: 20_000 },
      end.signal,
    );
    if (!lease) return;
    if (!end.signal.aborted) holding.set(index, lease);
    await clock.sleep(works, AbortSignal.any([lease.signal, end.signal]));
    holding.delete(index);
    await lease.release();
  } catch {
    holding.delete(index);
  }
}

function isHeld(lease: Lease): boolean {
  try {
    lease.assertHeld();
    return true;
  } catch {
    return false;
  }
}

/** A cluster seen through a bad network, by a process that may be killed. */
function faulty(
  inner: MemoryCluster,
  clock: ManualClock,
  faults: readonly Fault[],
  killed: AbortSignal,
): Cluster {
  let n = 0;
  const broken = (what: string) => new ConnectionError("broken", what);
  const call = async (answer: () => Promise<unknown>, signal: AbortSignal): Promise<unknown> => {
    signal.throwIfAborted();
    const fate = faults[n++] ?? "none";
    if (fate === "refused") throw broken("refused");
    if (fate === "late") await clock.sleep(700, signal);
    if (fate === "silent") {
      // It arrives long after the sender has given up.
      clock
        .sleep(900)
        .then(answer)
        .catch(() => {});
      await clock.sleep(END * 2, signal);
    }
    const answered = await answer();
    await settled();
    if (fate === "answer lost") throw broken("answer lost");
    return answered;
  };
  return new Proxy<Cluster>(inner, {
    get(target, name: string) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        const given = args.find((arg) => arg instanceof AbortSignal);
        const signal = given ? AbortSignal.any([given, killed]) : killed;
        const others = args.filter((arg) => arg !== given);
        return call(() => method.apply(inner, others), signal);
      };
    },
  });
}
