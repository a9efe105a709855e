import { changed } from "../../check/living/fix/change.ts";
import { unifiedDiff } from "../../check/living/fix/diff.ts";
import { byFile, type Mending, planned } from "../../check/living/fix/plan.ts";
import type { SourceText } from "../../check/living/fix/source-text.ts";
import { EditableFiles, rewrite } from "../../inputs/editable.ts";
import { type Inputs, isPlatformFile, worlds } from "../../inputs/worlds.ts";
import { fail } from "../../problem.ts";
import { shownLines } from "../../report/check/shown-line.ts";
import type { ProblemsLook } from "../../report/problems.ts";
import type { Living } from "./living.ts";

/** What was mended, or would be. */
export interface Fixed {
  /** How many findings. */
  readonly findings: number;
  readonly files: readonly string[];
  /** As `diff -u` tells it. */
  readonly diff: string;
}

/**
 * Mends in the files what has exactly one right answer.
 *
 * @throws ProblemError for what cannot be mended by its nature, and for a file that cannot be written
 */
export async function fix(
  inputs: Inputs,
  living: Living,
  isDry: boolean,
  look: ProblemsLook,
): Promise<Fixed> {
  checkPaths(inputs.paths);
  const files = new EditableFiles();
  const mendings: Mending[] = [];
  const planning = {
    findings: living.findings,
    source: (file: string) => files.source(file),
  };
  for await (const world of worlds(inputs)) {
    for (const mending of await planned(world, planning)) mendings.push(mending);
  }
  const planFor = byFile(mendings);
  const diffs: string[] = [];
  const mayShow = shownLines(look.lineOf);
  const texts = new Map<string, string>();
  for (const [file, own] of planFor) {
    const { text } = files.source(file) as SourceText;
    const changes = own.map(({ change }) => change);
    texts.set(file, changed(text, changes));
    const shown = own.map(({ change, finding }) => ({
      change,
      isShown: mayShow(finding) !== undefined,
    }));
    diffs.push(unifiedDiff(look.path(file), text, shown));
  }
  if (!isDry) rewrite(texts);
  const fixed = [...planFor.values()].flat().map(({ finding }) => finding);
  return { findings: new Set(fixed).size, files: [...texts.keys()], diff: diffs.join("") };
}

function checkPaths(paths: readonly string[]): void {
  if (paths.includes("-"))
    fail({
      message: "--fix changes files, and - is none",
      instead: "the file's own name",
    });
  if (paths.every(isPlatformFile))
    fail({
      message: "--fix changes YAML and JSON, and never a platform's TypeScript",
      instead: `mend ${paths[0]} where the findings point; each says what to write`,
    });
}
