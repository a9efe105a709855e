import { type SpawnSyncReturns, spawnSync } from "node:child_process";

/** One program as the bench starts it: no shell, nothing on its standard input. */
export interface Command {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** Variables beside the bench's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end and gives what it wrote to standard output.
 *
 * @throws Error with what the command wrote when it fails
 */
export function outputOf(command: Command): string {
  return finished(command).stdout;
}

/** The same for standard error. */
export function errorOutputOf(command: Command): string {
  return finished(command).stderr;
}

function finished(command: Command): SpawnSyncReturns<string> {
  const run = start(command, "pipe");
  if (run.status !== 0) throw failure(command, run);
  return run;
}

/**
 * Milliseconds from the start of a command's process until its end is known; its output goes to
 * `/dev/null`.
 *
 * @throws Error with what the command wrote when it fails
 */
export function timeOf(command: Command): number {
  const before = process.hrtime.bigint();
  const run = start(command, "ignore");
  const after = process.hrtime.bigint();
  if (run.status !== 0) throw failure(command, start(command, "pipe"));
  return Number(after - before) / 1e6;
}

function start({ argv, cwd, env }: Command, output: "pipe" | "ignore"): SpawnSyncReturns<string> {
  const [program, ...args] = argv;
  return spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, output],
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
}

function failure({ name, argv }: Command, run: SpawnSyncReturns<string>): Error {
  const why = run.error?.message ?? `exit code ${run.status}`;
  return new Error(
    `${name} failed (${why}): ${argv.join(" ")}\n${run.stdout ?? ""}${run.stderr ?? ""}`.trimEnd(),
  );
}
