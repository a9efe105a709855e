import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Why a test that asks a Go program is skipped. */
export const NEEDS_GO = "needs Go 1.26 (https://go.dev/doc/install)";

/** For programs that are asked little: they are built in two thirds of the time, and run slower. */
export const UNOPTIMISED = "-gcflags=all=-N -l";

/**
 * Answers questions with a Go program, one JSON question and one JSON answer per line.
 *
 * @returns nothing where there is no Go to build the program.
 */
export function askGo<Question, Answer>(
  folder: string,
  name: string,
  questions: readonly Question[],
): Answer[] | undefined {
  const program = goProgram(folder, name, { options: [UNOPTIMISED] });
  if (program === undefined) return undefined;
  const input = questions.map((question) => JSON.stringify(question)).join("\n");
  const output = execFileSync(program, { input, maxBuffer: 2 ** 28, encoding: "utf8" });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/**
 * A program built from a folder's Go sources, or a package that its go.mod names; once for each state
 * of them. Nothing where there is no Go.
 */
export function goProgram(
  folder: string,
  name: string,
  { of = ".", options = [] }: { of?: string; options?: readonly string[] } = {},
): string | undefined {
  const version = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  if (version.status !== 0) return undefined;
  const hash = createHash("sha256").update(version.stdout);
  const sources = readdirSync(folder).filter((file) => /\.go$|^go\.(mod|sum)$/.test(file));
  for (const source of sources.sort()) hash.update(readFileSync(join(folder, source)));
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway");
  const program = join(cache, `${name}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const built = `${program}.${process.pid}`;
  execFileSync("go", ["build", "-buildvcs=false", ...options, "-o", built, of], {
    cwd: folder,
    stdio: "pipe",
    env: { ...process.env, CGO_ENABLED: "0" },
  });
  renameSync(built, program);
  return program;
}
