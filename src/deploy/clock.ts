import { pause } from "../client/http/pause.ts";

/** The time, for code that waits: tests bring one that need not be waited for. */
export interface Clock {
  /** Milliseconds, only good for differences: it never goes back, whatever is done to the machine's clock. */
  now(): number;
  /** Rejects with the signal's reason as soon as that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = { now: () => performance.now(), sleep: pause };
