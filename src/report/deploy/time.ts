/** The time and a timer; tests bring one that need not be waited for. */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Runs something once, later.
   *
   * @returns what cancels it
   */
  after(milliseconds: number, run: () => void): () => void;
}

export const systemTime: Time = {
  // Not Date.now(): what is measured stays right when the machine's clock is set.
  now: () => performance.timeOrigin + performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    // A report keeps no program alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** `2.1 s`, `34 s`, `3 min 5 s`, `2 h 10 min`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `3 hours ago`; undefined where the time is not known. */
export function agoText(time: string | undefined, now: number): string | undefined {
  const seconds = (now - Date.parse(time ?? "")) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  for (const [unit, length] of UNITS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  return "just now";
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;
