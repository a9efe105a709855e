import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import type { Block } from "./blocks.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const shims = fileURLToPath(new URL("./shims", import.meta.url));

/** A person's shell: the folder of a platform, and the tools that a runbook names. */
export interface Session {
  readonly folder: string;
  run(block: Pick<Block, "script">): Promise<Finished>;
  /** What was called, a line each. */
  log(): readonly string[];
  end(): void;
}

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/**
 * A copy of an example, in which files may come and go. Its issuers have names of their own: several
 * systems have some of one name, and in life each has a cluster to itself.
 */
export function copyOf(system: string): string {
  const folder = mkdtempSync(join(tmpdir(), "slipway-runbook-"));
  cpSync(join(root, "examples", system), folder, { recursive: true });
  const file = join(folder, "platform.ts");
  const platform = readFileSync(file, "utf8");
  writeFileSync(
    file,
    platform.replaceAll('issuer("letsencrypt-', `issuer("${system}-letsencrypt-`),
  );
  return folder;
}

/** A script of a runbook for such a copy. */
export function inCopy(system: string, script: string): string {
  return script.replaceAll(/(?<=[ /])letsencrypt-/g, `${system}-letsencrypt-`);
}

/** Runs scripts as bash does, stopping at the first command that fails. */
export function sessionIn(
  folder: string,
  plane: ControlPlane,
  more: Readonly<Record<string, string>> = {},
): Session {
  const log = join(folder, "calls.log");
  writeFileSync(log, "");
  const running = new Set<ChildProcess>();
  const env = {
    ...process.env,
    ...more,
    PATH: `${shims}:${process.env.PATH}`,
    KUBECONFIG: plane.kubeconfig,
    REAL_KUBECTL: plane.kubectlProgram,
    REAL_NODE: process.execPath,
    SLIPWAY_PROGRAM: join(root, "bin/slipway.js"),
    RUNBOOK_LOG: log,
    REGISTRY_USER: "somebody",
    REGISTRY_PASSWORD: randomBytes(9).toString("hex"),
  };
  return {
    folder,
    run: ({ script }) =>
      new Promise((done, failed) => {
        const child = spawn("bash", ["-e", "-c", script], { cwd: folder, env, timeout: 600_000 });
        running.add(child);
        let output = "";
        const hear = (chunk: Buffer) => {
          output += chunk;
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        child.stdin.end();
        child.on("error", failed);
        child.on("close", (code) => {
          running.delete(child);
          done({ code, output });
        });
      }),
    log: () => readFileSync(log, "utf8").split("\n").filter(Boolean),
    end: () => {
      for (const child of running) child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
