import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { searchPath } from "./installed.ts";

/** Programs never run as root, as in the cluster; root hands them to `nobody`. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

/** A folder that the programs may write to, gone at the end. */
export class Folder {
  readonly path: string;
  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), "slipway-programs-")));
    await own(folder.path);
    return folder;
  }

  at(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  async folder(name: string): Promise<string> {
    const parts = name.split("/");
    for (const [index] of parts.entries()) {
      const path = this.at(...parts.slice(0, index + 1));
      await mkdir(path, { recursive: true });
      await own(path);
    }
    return this.at(name);
  }

  async write(name: string, text: string, mode = 0o644): Promise<string> {
    const path = this.at(name);
    if (name.includes("/")) await this.folder(dirname(name));
    await writeFile(path, text, { mode });
    await own(path);
    return path;
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

async function own(path: string): Promise<void> {
  if (nobody) await chown(path, nobody.uid, nobody.gid);
}

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface How {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** Runs a program to its end. `env` is all that it gets besides the search path. */
export async function run(program: string, args: readonly string[], how: How = {}): Promise<Ended> {
  const child = start(program, args, how, ["pipe", "pipe", "pipe"]);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin?.on("error", () => {}); // a program may end without reading
  child.stdin?.end(how.stdin ?? "");
  const [code] = (await once(child, "close")) as [number | null];
  return { code: code ?? 1, stdout, stderr };
}

function start(
  program: string,
  args: readonly string[],
  { cwd = "/", env = {} }: How,
  stdio: ("pipe" | "ignore" | number)[],
): ChildProcess {
  return spawn(program, args, {
    cwd,
    stdio,
    env: { PATH: searchPath, LC_ALL: "C.UTF-8", ...env },
    ...nobody,
  });
}

/** A server that runs until it is stopped; what it prints goes to a file. */
export class Server {
  private readonly child: ChildProcess;
  private readonly log: string;

  private constructor(child: ChildProcess, log: string) {
    this.child = child;
    this.log = log;
  }

  /**
   * Starts a server and waits until `ready` says so.
   *
   * @throws {Error} with what it printed, when it ends before.
   */
  static async start(
    program: string,
    args: readonly string[],
    how: How & { readonly folder: Folder; readonly ready: () => Promise<boolean> },
  ): Promise<Server> {
    const log = await how.folder.write(`${program}.log`, "", 0o666);
    const out = openSync(log, "a");
    const child = start(program, args, how, ["ignore", out, out]);
    closeSync(out);
    const server = new Server(child, log);
    let failed: Error | undefined;
    child.on("error", (error) => {
      failed = error;
    });
    while (!(await how.ready())) {
      if (failed) throw failed;
      if (server.ended) throw new Error(`${program} ended: ${server.printed()}`);
      await sleep(20);
    }
    return server;
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  printed(): string {
    return readFileSync(this.log, "utf8");
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    if (this.ended) return;
    const ended = once(this.child, "exit");
    this.child.kill(signal);
    await ended;
  }
}

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** The text with each `[from, to]` put in; each `from` must be there, so that a rewrite is never silent. */
export function rewrite(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`nothing to rewrite: ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}
