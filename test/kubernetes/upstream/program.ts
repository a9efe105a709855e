import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Answer, Question } from "./questions.ts";

const FOLDER = import.meta.dirname;

/** Kubernetes' answers, or undefined where there is no Go to build the program that gives them. */
export function askUpstream(questions: readonly Question[]): Answer[] | undefined {
  const program = build();
  if (program === undefined) return undefined;
  const input = questions.map((question) => JSON.stringify(question)).join("\n");
  const output = execFileSync(program, { input, maxBuffer: 2 ** 28, encoding: "utf8" });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Built once for each state of its sources: a minute the first time, then at once. */
function build(): string | undefined {
  const version = spawnSync("go", ["env", "GOVERSION"], { encoding: "utf8" });
  if (version.status !== 0) return undefined;
  const hash = createHash("sha256").update(version.stdout);
  const sources = readdirSync(FOLDER).filter((name) => /\.go$|^go\.(mod|sum)$/.test(name));
  for (const name of sources.sort()) hash.update(readFileSync(join(FOLDER, name)));
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway");
  const program = join(cache, `upstream-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  const built = `${program}.${process.pid}`;
  execFileSync("go", ["build", "-buildvcs=false", "-o", built, "."], {
    cwd: FOLDER,
    stdio: "pipe",
  });
  renameSync(built, program);
  return program;
}
