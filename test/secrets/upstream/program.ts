import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UNOPTIMISED } from "../../go-program.ts";

const FOLDER = import.meta.dirname;
const SOPS = "github.com/getsops/sops/v3/cmd/sops@v3.13.3";

export interface Upstream {
  /** The folder of the real `sops`, to be put on the path. */
  readonly folder: string;
  /** Answers of Sealed Secrets' and age's own code; see main.go. */
  readonly ask: (questions: readonly object[]) => Answer[];
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read as freely as a test needs them
export type Answer = any;

export const needsGo = "needs Go 1.26 (https://go.dev/doc/install)";

/**
 * The programs that others read what Slipway encrypts with; undefined where there is no Go to build
 * them. Built once for each state of their sources: five minutes on two cores for sops, one for the rest.
 */
export function upstream(): Upstream | undefined {
  const folder = build();
  if (folder === undefined) return undefined;
  const ask: Upstream["ask"] = (questions) => {
    const input = questions.map((question) => JSON.stringify(question)).join("\n");
    const output = execFileSync(join(folder, "secrets"), { input, maxBuffer: 2 ** 28 });
    const lines = output.toString().trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line));
  };
  return { folder, ask };
}

function build(): string | undefined {
  const version = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8", cwd: FOLDER });
  if (version.status !== 0) return undefined;
  const hash = createHash("sha256").update(version.stdout).update(SOPS);
  for (const name of ["go.mod", "go.sum", "main.go"]) hash.update(readFileSync(join(FOLDER, name)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway");
  const folder = join(cache, `secrets-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  const stage = `${folder}.${process.pid}`;
  mkdirSync(stage, { recursive: true });
  try {
    const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOBIN: stage };
    const small = [UNOPTIMISED, "-buildvcs=false", "-trimpath", "-ldflags", "-s -w"];
    execFileSync("go", ["build", ...small, "-o", join(stage, "secrets"), "."], {
      cwd: FOLDER,
      env,
      stdio: "pipe",
    });
    execFileSync("go", ["install", ...small, SOPS], { cwd: cache, env, stdio: "pipe" });
    renameSync(stage, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another process was quicker
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return folder;
}
