import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/slipway.js", import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that goes on, while the test does something else. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has told on stderr by now. */
  readonly told: () => string;
}

/** Starts the command in a process of its own, with a cluster. */
export function started(args: readonly string[], kubeconfig: string, cwd?: string): Started {
  const env = { ...process.env, NO_COLOR: "1", KUBECONFIG: kubeconfig };
  const child = spawn(process.execPath, [program, ...args], { cwd, env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
  return { child, ended, told: () => stderr };
}

/** The lines of the tests that `slipway test --cluster` asks a cluster for. */
export function liveTests({ stdout }: Ended): string[] {
  return stdout.split("\n").filter((line) => LIVE.test(line));
}

const LIVE = /: (deploys|claim|Service \S+ leads|GET|autoscaler \S+ reads|budget \S+ holds)/;
