import type { Cluster } from "../../client/cluster.ts";
import { ApiError } from "../../client/errors.ts";
import type { KubeObject } from "../../client/object.ts";
import { type Clock, systemClock } from "../clock.ts";
import { FIELD_MANAGER } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";
import { HeldLease, type Lease } from "./held-lease.ts";
import { leaseObject, leaseRef, type Terms, termsOf } from "./lease-object.ts";

/** Who has it, for those who wait. */
export interface Holder {
  readonly name: string;
  /** Since when, as the holder's clock had it; RFC 3339. */
  readonly since: string | undefined;
}

export interface LeaseOptions {
  /** Unlike that of any other process: `holderName()`. */
  readonly holder: string;
  /** Milliseconds after which others may take it if we are gone; the server keeps whole seconds. Default 60 s. */
  readonly duration?: number;
  /** Milliseconds to wait for another holder. Default 10 minutes. */
  readonly timeout?: number;
  /** Milliseconds between two looks while waiting. Default 1 s. */
  readonly poll?: number;
  /** Called when the waiting begins, and again for each other holder. */
  readonly onWait?: (holder: Holder) => void;
  readonly clock?: Clock;
  /** Milliseconds since 1970. It also counts while the machine sleeps, which a clock for differences need not. */
  readonly wall?: () => number;
}

/** The lease, or who has it when the time was over. */
export type Taken =
  | { readonly lease: Lease; readonly heldBy?: undefined }
  | { readonly lease?: undefined; readonly heldBy: Holder };

/**
 * Takes the Lease of a release, so that one deploy goes on at a time, and keeps it by renewals until it
 * is released or lost. The namespace must be there.
 *
 * It is taken from another holder only when that did not renew it for its whole time, measured by our
 * clock since we saw the last renewal: what other machines' clocks say does not matter.
 *
 * @see k8s.io/client-go/tools/leaderelection/leaderelection.go tryAcquireOrRenew
 */
export async function takeLease(
  cluster: Cluster,
  release: ReleaseName,
  options: LeaseOptions,
  signal?: AbortSignal,
): Promise<Taken> {
  const { holder, duration = 60_000, timeout = 600_000, poll = 1000, onWait } = options;
  const { clock = systemClock, wall = Date.now } = options;
  const end = clock.now() + timeout;
  let observed: { readonly spec: string; readonly at: number } | undefined;
  let waitsFor: string | undefined;

  for (let isFirst = true; ; isFirst = false) {
    // At first it is most likely not there, and a look would be a call for nothing.
    const live = isFirst ? undefined : await cluster.get(leaseRef(release), signal);
    const terms = live && termsOf(live);
    const spec = JSON.stringify(live?.spec);
    if (!observed || observed.spec !== spec) observed = { spec, at: clock.now() };
    const expires = observed.at + (terms?.duration ?? duration);

    // It may be ours already, taken by a write whose answer was lost.
    const isFree = !terms?.holder || terms.holder === holder || clock.now() >= expires;
    if (isFree) {
      const started = { clock: clock.now(), wall: wall() };
      const wanted = leaseObject(release, nextTerms(terms, { holder, duration, wall }), live);
      const written = await write(cluster, wanted, live !== undefined, signal);
      if (written) {
        return { lease: new HeldLease({ cluster, release, clock, wall }, written, started) };
      }
      continue;
    }
    const other = { name: terms.holder, since: terms.acquired };
    const now = clock.now();
    if (now >= end) return { heldBy: other };
    if (waitsFor !== other.name) onWait?.(other);
    waitsFor = other.name;
    await clock.sleep(Math.max(1, Math.min(poll, expires - now, end - now)), signal);
  }
}

/** Whether somebody has the Lease of a release, or was gone before it was let go. */
export async function isLocked(
  cluster: Cluster,
  release: ReleaseName,
  signal?: AbortSignal,
): Promise<boolean> {
  const live = await cluster.get(leaseRef(release), signal);
  return live !== undefined && Boolean(termsOf(live).holder);
}

/** Undefined where somebody else wrote in between. */
async function write(
  cluster: Cluster,
  wanted: KubeObject,
  isThere: boolean,
  signal: AbortSignal | undefined,
): Promise<KubeObject | undefined> {
  const options = { manager: FIELD_MANAGER };
  try {
    const { object } = isThere
      ? await cluster.replace(wanted, options, signal)
      : await cluster.create(wanted, options, signal);
    return object;
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    const isRace = problem.status === 409 || (isThere && problem.status === 404);
    if (isRace) return undefined;
    throw problem;
  }
}

function nextTerms(
  before: Terms | undefined,
  own: { readonly holder: string; readonly duration: number; readonly wall: () => number },
): Terms {
  const now = new Date(own.wall()).toISOString();
  const transitions = before ? before.transitions + (before.holder === own.holder ? 0 : 1) : 0;
  return { holder: own.holder, duration: own.duration, acquired: now, renewed: now, transitions };
}
