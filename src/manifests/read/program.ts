import { spawn } from "node:child_process";
import type { ReadOptions } from "./source.ts";

/** What came of a program. */
export type Outcome =
  | { readonly output: Buffer; readonly complaint: string; readonly code: number }
  | "missing"
  | "late";

/** How long a program may take where nothing else is asked for, in milliseconds. */
export const PATIENCE = 60_000;

/**
 * The programs are written in Go and live for a moment: collecting what they throw away takes kustomize
 * 40 % of its time. They collect from half a gibibyte on.
 */
export const UNHURRIED = { GOGC: "off", GOMEMLIMIT: "512MiB" } as const;

/**
 * Runs a program of the PATH, without a shell.
 *
 * @param signal ends it when its outcome is no longer asked for
 */
export function runProgram(
  program: string,
  argv: readonly string[],
  { environment = process.env, timeout = PATIENCE }: ReadOptions,
  signal?: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, argv, {
      env: { ...UNHURRIED, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    signal?.addEventListener("abort", () => child.kill("SIGKILL"));
    const output: Buffer[] = [];
    const complaint: Buffer[] = [];
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, timeout);
    const end = (outcome: Outcome) => {
      clearTimeout(timer);
      resolve(isLate ? "late" : outcome);
    };
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaint.push(chunk));
    child.on("error", () => end("missing"));
    child.on("close", (code) =>
      end({
        output: Buffer.concat(output),
        complaint: Buffer.concat(complaint).toString("utf8").trim(),
        code: code ?? 1,
      }),
    );
  });
}
