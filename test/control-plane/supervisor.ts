import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";

/** The line that `control-plane up` prints when it is ready. */
interface Report {
  readonly kubeconfig: string;
}

/**
 * Starts `control-plane up` and waits until it is ready. It ends when the pipe to its standard input
 * closes, which the kernel does however this process ends; it keeps no event loop alive.
 *
 * @throws Error with the end of its log when it does not come up
 */
export async function hold(
  program: string,
  args: readonly string[],
): Promise<{ report: Report; end: () => Promise<void> }> {
  // In a group of its own: Ctrl-C reaches this process only, which then ends it in good order.
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], detached: true });
  let complaint = "";
  let ending = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
  });
  const end = async () => {
    ending = true;
    child.ref();
    child.stdin.end();
    await ended;
  };
  const report = await new Promise<Report>((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.endsWith("\n")) resolve(JSON.parse(text));
    });
    child.on("error", reject);
    child.on("close", () =>
      reject(new Error(`the control plane did not start: ${complaint.trim()}`)),
    );
  });
  child.on("close", () => {
    if (!ending) console.error(`the control plane ended ${complaint.trim()}`.trim());
    rmSync(dirname(report.kubeconfig), { recursive: true, force: true }); // where it was killed
  });
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) unref(pipe);
  return { report, end };
}

/**
 * Tells a running `control-plane up` something and waits until it is done.
 *
 * @param socket path of its control socket
 * @throws Error with what it answered, or where nobody listens
 */
export async function command(socket: string, line: string): Promise<void> {
  const connection = connect(socket);
  connection.setEncoding("utf8").write(`${line}\n`);
  let answer = "";
  for await (const text of connection) answer += text;
  if (answer.trim() !== "ready") throw new Error(`${line}: ${answer.trim() || "no answer"}`);
}

/** Pipes of a child process are sockets; their public types do not say so. */
function unref(pipe: object): void {
  if ("unref" in pipe && typeof pipe.unref === "function") pipe.unref();
}
