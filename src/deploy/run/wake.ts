import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../clock.ts";

/** Lets one loop sleep until something happened that it may care for. */
export class Wake {
  private readonly clock: Clock;
  private call = Promise.withResolvers<void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Something happened. */
  up(): void {
    this.call.resolve();
  }

  /** Until something happened since the last return, or the time is over. What comes in one go wakes once. */
  async wait(milliseconds: number): Promise<void> {
    const over = new AbortController();
    const nap = this.clock.sleep(milliseconds, over.signal).catch(() => {});
    await Promise.race([this.call.promise, nap]);
    // With a reason, so that no error is made, with its stack, that nobody sees.
    over.abort(null);
    await turn();
    this.call = Promise.withResolvers();
  }
}
