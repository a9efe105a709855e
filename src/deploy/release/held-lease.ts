import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import type { Clock } from "../clock.ts";
import type { Tell } from "../events.ts";
import { FIELD_MANAGER } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { leaseObject, leaseRef, type Terms, termsOf } from "./lease-object.ts";

/** The right to change a release, as long as it is held. */
export interface Lease {
  /** Aborted with LeaseLost when it is lost: nothing may be written any more. */
  readonly signal: AbortSignal;
  /** @throws LeaseLost when it is lost, or was not renewed in time */
  assertHeld(): void;
  /** Ends the renewals and lets others have it. Does nothing to a lease that is lost. */
  release(signal?: AbortSignal): Promise<void>;
}

/** Releases a lease at the end of what it was for. Where that fails it expires, and the end is not another for it. */
export async function letGo(lease: Lease, tell: Tell): Promise<void> {
  try {
    await lease.release();
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    tell({ type: "remark", message: `the lock was not released, and expires by itself: ${why}` });
  }
}

/** Somebody else may change the release now. */
export class LeaseLost extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LeaseLost";
  }
}

interface Times {
  readonly clock: number;
  readonly wall: number;
}

interface Around {
  readonly cluster: Cluster;
  readonly release: ReleaseName;
  readonly clock: Clock;
  readonly wall: () => number;
}

/**
 * A Lease that is renewed every third of its time. When that fails for five sixths of it, counted from
 * before the last renewal was sent, it is given up: the rest is for writes that are under way.
 */
export class HeldLease implements Lease {
  readonly signal: AbortSignal;
  readonly #around: Around;
  readonly #terms: Terms;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  readonly #renewals: Promise<void>;
  #live: KubeObject;
  #renewed: Times;
  #lastProblem: unknown;

  /** @param renewed the times right before `live` was written */
  constructor(around: Around, live: KubeObject, renewed: Times) {
    this.#around = around;
    this.#live = live;
    this.#terms = termsOf(live);
    this.#renewed = renewed;
    this.signal = this.#lost.signal;
    this.#renewals = this.#renew().catch(() => {});
    this.#watch().catch(() => {});
  }

  assertHeld(): void {
    if (!this.#stop.signal.aborted && this.#left() <= 0) this.#loseByTime();
    this.signal.throwIfAborted();
  }

  async release(signal?: AbortSignal): Promise<void> {
    this.#stop.abort();
    await this.#renewals;
    const { cluster, release } = this.#around;
    while (!this.signal.aborted) {
      const { uid, resourceVersion } = this.#live.metadata;
      try {
        if (await cluster.delete(leaseRef(release), { uid, resourceVersion }, signal)) return;
      } catch (problem) {
        if (!(problem instanceof ApiError && problem.status === 409)) throw problem;
      }
      // Gone already, or a renewal whose answer was lost changed it, or it is another's by now.
      const live = await cluster.get(leaseRef(release), signal);
      if (!live || !this.#isOurs(live)) return;
      this.#live = live;
    }
  }

  /** Milliseconds until it is given up. A machine that slept may notice by one of its clocks only. */
  #left(): number {
    const { clock, wall } = this.#around;
    const past = Math.max(clock.now() - this.#renewed.clock, wall() - this.#renewed.wall);
    return (this.#terms.duration * 5) / 6 - past;
  }

  async #watch(): Promise<void> {
    for (;;) {
      const left = this.#left();
      if (left <= 0) return this.#loseByTime();
      // What is left may be less than the clock can tell.
      await this.#around.clock.sleep(Math.max(left, 1), this.#stop.signal);
    }
  }

  async #renew(): Promise<void> {
    const { clock } = this.#around;
    const { duration } = this.#terms;
    for (;;) {
      await clock.sleep(duration / 3, this.#stop.signal);
      while (!(await this.#tryToRenew())) await clock.sleep(duration / 60, this.#stop.signal);
    }
  }

  /** Whether it is renewed. Loses it where it is another's. */
  async #tryToRenew(): Promise<boolean> {
    const { cluster, release, clock, wall } = this.#around;
    const started = { clock: clock.now(), wall: wall() };
    const terms = { ...this.#terms, renewed: new Date(started.wall).toISOString() };
    const limit = this.#limit();
    try {
      const wanted = leaseObject(release, terms, this.#live);
      const written = await cluster.replace(wanted, { manager: FIELD_MANAGER }, limit.signal);
      this.#live = written.object;
      this.#renewed = started;
      return true;
    } catch (problem) {
      this.#lastProblem = problem;
      if (problem instanceof ApiError && [404, 409].includes(problem.status))
        await this.#lookAgain();
      return false;
    } finally {
      limit.end();
    }
  }

  /** It is not as we know it: our own write whose answer was lost, or somebody else's. */
  async #lookAgain(): Promise<void> {
    const { cluster, release, clock, wall } = this.#around;
    const started = { clock: clock.now(), wall: wall() };
    const limit = this.#limit();
    try {
      const live = await cluster.get(leaseRef(release), limit.signal);
      if (!live && (await this.#isNamespaceGoing(limit.signal))) {
        this.#renewed = started;
        return;
      }
      if (!live) return this.#lose("it was deleted");
      if (!this.#isOurs(live)) return this.#lose(`${termsOf(live).holder || "somebody"} took it`);
      this.#live = live;
    } catch (problem) {
      this.#lastProblem = problem;
    } finally {
      limit.end();
    }
  }

  /** Whether the namespace takes the lease with it, as where a release is destroyed: nobody can have one there any more. */
  async #isNamespaceGoing(signal: AbortSignal): Promise<boolean> {
    const { cluster, release } = this.#around;
    const ref = { apiVersion: "v1", kind: "Namespace", name: release.namespace };
    const live = await cluster.get(ref, signal);
    return live?.metadata.deletionTimestamp !== undefined;
  }

  /** A signal for one call: an answer that never comes must not take the time of the next tries. */
  #limit(): { readonly signal: AbortSignal; end(): void } {
    const { clock } = this.#around;
    const time = new AbortController();
    const over = new Error("the API server did not answer in time");
    const signal = AbortSignal.any([time.signal, this.#stop.signal]);
    clock.sleep(this.#terms.duration / 4, signal).then(
      () => time.abort(over),
      () => {},
    );
    return { signal, end: () => time.abort() };
  }

  #isOurs(live: KubeObject): boolean {
    return termsOf(live).holder === this.#terms.holder;
  }

  #loseByTime(): void {
    const problem = this.#lastProblem;
    const why = problem instanceof Error ? `: ${problem.message}` : "";
    this.#lose(`it could not be renewed in time${why}`);
  }

  #lose(why: string): void {
    this.#stop.abort();
    const { namespace, name } = leaseRef(this.#around.release);
    const message = `the lock of this deploy, Lease ${namespace}/${name}, is lost: ${why}`;
    this.#lost.abort(new LeaseLost(message, { cause: this.#lastProblem }));
  }
}
