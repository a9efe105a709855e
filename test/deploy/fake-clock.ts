import type { Clock } from "../../src/deploy/clock.ts";

/** A clock that goes only when it is told to; who sleeps wakes when his time has come. */
export class FakeClock implements Clock {
  private time = 0;
  private readonly sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const sleeper = { until: this.time + milliseconds, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
    for (const { until, wake } of [...this.sleepers]) if (until <= this.time) wake();
  }
}
