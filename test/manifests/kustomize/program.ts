import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const sources = join(import.meta.dirname, "program");

/** An object as a program printed it. */
export type Built = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
} & { readonly [field: string]: unknown };

/** What became of a folder. */
export interface Answer {
  readonly objects?: readonly Built[];
  readonly error?: string;
}

/**
 * The real kustomize, of the version that go.mod names; undefined where there is no Go to build it.
 * Built once for each state of its sources: seconds to a minute the first time, then at once.
 */
export function kustomizeProgram(): string | undefined {
  const version = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  if (version.status !== 0) return undefined;
  const hash = createHash("sha256").update(version.stdout);
  for (const name of readdirSync(sources).sort()) hash.update(readFileSync(join(sources, name)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway");
  const program = join(cache, `kustomize-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const built = `${program}.${process.pid}`;
  execFileSync("go", ["build", "-buildvcs=false", "-o", built, "."], {
    cwd: sources,
    stdio: "pipe",
  });
  renameSync(built, program);
  return program;
}

/** What the program makes of folders, all of them in one process. */
export function buildAll(program: string, folders: readonly string[]): Answer[] {
  return ask(program, "many", folders) as Answer[];
}

/** What kustomize knows of a kind. */
export interface Facts {
  readonly scope: "cluster" | "namespace" | "unknown";
  /** The keys of the lists that a strategic merge patch merges, by their paths. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** What the program knows of kinds, each written like `apps/v1 Deployment`. */
export function factsOf(program: string, kinds: readonly string[]): Facts[] {
  return ask(program, "facts", kinds) as Facts[];
}

function ask(program: string, what: string, lines: readonly string[]): unknown[] {
  const input = lines.map((line) => `${line}\n`).join("");
  const output = execFileSync(program, [what], {
    input,
    maxBuffer: 2 ** 30,
    encoding: "utf8",
    // Its warnings are told with an error alone.
    stdio: "pipe",
  });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** A file of kustomize's API module, as text. */
export function sourceOf(path: string): string {
  const argv = ["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kustomize/api"];
  const folder = execFileSync("go", argv, { cwd: sources, encoding: "utf8" }).trim();
  return readFileSync(join(folder, path), "utf8");
}

/** The version in go.mod, like `v5.8.2`. */
export const KUSTOMIZE_VERSION: string = /kustomize\/v5 (v\S+)/.exec(
  readFileSync(join(sources, "go.mod"), "utf8"),
)?.[1] as string;
