import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type Outcome, PATIENCE, runProgram, UNHURRIED } from "../program.ts";
import type { ReadOptions, ReadProblem } from "../source.ts";

/** Why there is nothing built, with the program's own words; none where it did not speak. */
export interface Complaint extends Pick<ReadProblem, "about" | "message" | "why" | "instead"> {
  readonly complaint: string;
}

/** What the build printed, or why it did not. */
export type Built = { readonly text: string } | Complaint;

/** A build that goes on while something else is done. */
export interface Building {
  readonly built: Promise<Built>;
  /** Ends the program: nobody wants what it builds. */
  abandon(): void;
}

/**
 * Begins to build a kustomization with `kustomize`, or else with `kubectl kustomize`.
 *
 * @param flags before the folder
 */
export function build(
  folder: string,
  options: ReadOptions,
  flags: readonly string[] = [],
): Building {
  const unwanted = new AbortController();
  return {
    built: outcomeOf(folder, options, flags, unwanted.signal),
    abandon: () => unwanted.abort(),
  };
}

async function outcomeOf(
  folder: string,
  options: ReadOptions,
  flags: readonly string[],
  signal: AbortSignal,
): Promise<Built> {
  const built = await run([...flags, folder], options, signal);
  if (built === "missing")
    return {
      complaint: "",
      about: "program-missing",
      message: `${folder} is a kustomization, and there is neither kustomize nor kubectl to build it`,
      instead: "install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/)",
    };
  if (built === "late")
    return {
      complaint: "",
      // That is no fault of the files.
      about: "unreachable",
      message: `kustomize took more than ${(options.timeout ?? PATIENCE) / 1000} s to build ${folder}`,
    };
  if (built.code === 0) return { text: built.output.toString("utf8") };
  const complaint = inPlain(built.complaint);
  return {
    complaint,
    about: "program-failed",
    message: `${folder} cannot be built: ${complaint.slice(-LONGEST)}`,
    why: "what kustomize refuses cannot be deployed",
  };
}

/**
 * Builds a kustomization again through an overlay in a temporary folder that asks for notes of where
 * each object came from. That takes kustomize ten times as long, so it is for those who need the notes.
 *
 * @returns what was built, and the folder that the paths in the notes are relative to; nothing where
 * kustomize is too old for notes
 */
export function buildWithNotes(
  folder: string,
  { environment = process.env, timeout = PATIENCE }: ReadOptions,
): { readonly text: string; readonly from: string } | undefined {
  const from = mkdtempSync(join(realpathSync(tmpdir()), "slipway-kustomize-"));
  try {
    const resource = relative(from, realpathSync(folder));
    const overlay = { resources: [resource], buildMetadata: ["originAnnotations"] };
    writeFileSync(join(from, "kustomization.yaml"), JSON.stringify(overlay));
    for (const [program, verb] of programs) {
      const { status, stdout } = spawnSync(program, [verb, from], {
        env: { ...UNHURRIED, ...environment },
        stdio: ["ignore", "pipe", "ignore"],
        encoding: "utf8",
        maxBuffer: 2 ** 28,
        timeout,
      });
      if (status === 0) return { text: stdout, from };
    }
    return undefined;
  } finally {
    rmSync(from, { recursive: true, force: true });
  }
}

const programs = [
  ["kustomize", "build"],
  ["kubectl", "kustomize"],
] as const;

async function run(
  argv: readonly string[],
  options: ReadOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const outcome = await runProgram("kustomize", ["build", ...argv], options, signal);
  if (outcome !== "missing" || signal.aborted) return outcome;
  return runProgram("kubectl", ["kustomize", ...argv], options, signal);
}

const LONGEST = 1000;

/** The end of kustomize's sentence says what is wrong; what comes before repeats the way to it. */
function inPlain(complaint: string): string {
  const text = complaint
    .replace(/^# Warning:.*\n?/gm, "")
    .replace(/^error: /i, "")
    // The configuration of a plugin, with all values of a chart.
    .replace(/:?\s*`[^`]*\n[^`]*`/g, "");
  return text.replace(/\s+/g, " ").trim() || "it failed without a word";
}
