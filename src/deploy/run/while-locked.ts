import type { Cluster } from "../../client/cluster.ts";
import type { Clock } from "../clock.ts";
import type { Tell } from "../events.ts";
import { type Lease, letGo } from "../release/held-lease.ts";
import { holderName } from "../release/holder.ts";
import { takeLease } from "../release/lease.ts";
import type { ReleaseName } from "../wanted.ts";

/** Milliseconds of the lock, and of waiting for it; the defaults of `takeLease`. */
export interface LockTerms {
  readonly duration?: number;
  readonly timeout?: number;
}

/**
 * Takes the lock of a release, does the work, and lets it go.
 *
 * @returns what the work gives; where another has the lock all the time, its name
 */
export async function whileLocked<T extends object>(
  { cluster, tell, signal, clock }: Locking,
  release: ReleaseName,
  terms: LockTerms,
  work: (lease: Lease) => Promise<T>,
): Promise<T | { readonly heldBy: string }> {
  const { lease, heldBy } = await takeLease(
    cluster,
    release,
    {
      ...terms,
      holder: holderName(),
      clock,
      onWait: ({ name, since }) => tell({ type: "locked", holder: name, since }),
    },
    signal,
  );
  if (!lease) return { heldBy: heldBy.name };
  try {
    return await work(lease);
  } finally {
    await letGo(lease, tell);
  }
}

interface Locking {
  readonly cluster: Cluster;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}
