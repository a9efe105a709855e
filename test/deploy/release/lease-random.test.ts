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

/** What happens to the calls of a worker for some time. */
interface Fault {
  readonly kind: "refused" | "answer lost" | "late" | "silent";
  readonly from: number;
  readonly length: number;
}

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
const END = 300_000;

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom("refused", "answer lost", "late", "silent"),
  from: fc.integer({ min: 0, max: 15_000 }),
  length: fc.integer({ min: 100, max: 8000 }),
});

const worker: fc.Arbitrary<Worker> = fc.record({
  skew: fc.integer({ min: -1e9, max: 1e9 }),
  starts: fc.integer({ min: 0, max: 3000 }),
  works: fc.integer({ min: 0, max: 15_000 }),
  dies: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined, freq: 3 }),
  faults: fc.array(fault, { maxLength: 4 }),
});

test("never two have the lease, and it is never lost for all, whatever happens to calls and processes", async () => {
  const workers = fc.array(worker, { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(workers, async (all) => {
      const cluster = new MemoryCluster();
      const clock = new ManualClock();
      const holding = new Map<number, Lease>();
      const works = all.map((each, index) => work(each, index, cluster, clock, holding));
      let areDone = false;
      Promise.all(works).then(() => (areDone = true));
      for (let time = 0; !areDone; time += 100) {
        assert.ok(time < END, "somebody waits for ever");
        await clock.advance(100);
        const inside = [...holding].filter(([, lease]) => isHeld(lease)).map(([index]) => index);
        assert.ok(inside.length <= 1, `${inside} at ${time}`);
      }
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
  const broken = (what: string) => new ConnectionError("broken", what);
  const call = async (answer: () => Promise<unknown>, signal: AbortSignal): Promise<unknown> => {
    signal.throwIfAborted();
    const now = clock.now();
    const fate = faults.find(({ from, length }) => from <= now && now < from + length)?.kind;
    if (fate === "refused") throw broken("refused");
    if (fate === "late") await clock.sleep(700, signal);
    if (fate === "silent") {
      // It arrives long after the sender has given up.
      clock
        .sleep(900)
        .then(answer)
        .catch(() => {});
      await clock.sleep(5000, signal);
      throw broken("silent");
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
