import { setTimeout as sleep } from "node:timers/promises";

/** The time, for code that waits: tests bring one that need not be waited for. */
export interface Clock {
  /** Milliseconds, only good for differences: it never goes back, whatever is done to the machine's clock. */
  now(): number;
  /** Rejects with the signal's reason as soon as that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  async sleep(milliseconds, signal) {
    signal?.throwIfAborted();
    try {
      await sleep(milliseconds, undefined, { signal });
    } catch (problem) {
      throw signal?.aborted ? signal.reason : problem;
    }
  },
};
