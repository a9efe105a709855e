import { spawn } from "node:child_process";

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end; undefined when there is no such program. With `holdStdin` its standard
 * input stays open until it ends, for programs that end with it.
 */
export function run(
  program: string,
  args: readonly string[],
  options: {
    stdin?: string | undefined;
    holdStdin?: boolean;
    cwd?: string;
    env?: NodeJS.ProcessEnv;
  } = {},
): Promise<Ended | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? process.env });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", (problem: NodeJS.ErrnoException) => {
      if (problem.code === "ENOENT") resolve(undefined);
      else reject(problem);
    });
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, stderr }));
    child.stdin.on("error", () => {}); // a program may end without reading
    if (!options.holdStdin) child.stdin.end(options.stdin ?? "");
  });
}
