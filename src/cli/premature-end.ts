import { writeSync } from "node:fs";

/**
 * Does work that runs a person's code. Should that end the program before there is a result, it is
 * not taken for success.
 */
export async function noticingEnd<T>(work: () => Promise<T>): Promise<T> {
  process.on("exit", onExit);
  try {
    return await work();
  } finally {
    process.off("exit", onExit);
  }
}

function onExit(code: number): void {
  if (code !== 0) return;
  process.exitCode = 2;
  writeSync(
    2,
    "slipway: the platform file ended the program before it exported a platform\n" +
      "  why: it calls process.exit(), or awaits something that never comes\n",
  );
}
