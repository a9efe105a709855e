import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/slipway.js", import.meta.url));

/** The small platform that tests render, with environments dev and production. */
export const shop = fileURLToPath(new URL("./fixtures/shop/platform.ts", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Settings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command in a process of its own, as a person does. */
export function slipway(args: readonly string[], { cwd, env }: Settings = {}): Ran {
  return spawnSync(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
}

/** The same through a shell, which can pipe and redirect; `$SLIPWAY` is the command. */
export function shell(line: string, { cwd, env }: Settings = {}): Ran {
  return spawnSync("bash", ["-c", line], {
    cwd,
    env: { ...process.env, SLIPWAY: `${process.execPath} ${program}`, ...env },
    encoding: "utf8",
    timeout: 60_000,
  });
}

/** A folder for one test file, with these files in it; gone when the tests are done. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "slipway-test-")));
  after(() => rmSync(path, { recursive: true, force: true }));
  fill(path, files);
  return path;
}

export function fill(path: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
}
