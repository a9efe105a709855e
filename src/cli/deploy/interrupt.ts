/** Thrown by what a person ended. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does work that Ctrl-C ends in order: its signal is aborted, and it finishes what is on its way. The
 * second Ctrl-C ends the program at once.
 *
 * @param last what is still done then
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  last: () => void = () => {},
): Promise<T> {
  const ended = new AbortController();
  const onSignal = () => {
    if (ended.signal.aborted) {
      last();
      process.exit(1);
    }
    ended.abort(new Interrupted());
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await work(ended.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
