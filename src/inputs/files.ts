import { valuesIn } from "../check/living/values.ts";
import type { Material, Subject } from "../check/world.ts";
import {
  type Document,
  type ReadOptions,
  type ReadProblem,
  readPaths,
  type Source,
} from "../manifests/read/index.ts";
import { ProblemError } from "../problem.ts";
import type { SourceLines } from "./source-lines.ts";

/** What files hold. */
export type FromFiles = Pick<Material, "problems" | "surprises" | "objects" | "trees">;

/**
 * Reads paths into one world's material.
 *
 * @param lines remembers what cannot be read again, for showing it
 * @throws ProblemError for a named path that is not there or not to be read, and for a missing program
 */
export async function readTogether(
  paths: readonly string[],
  options: ReadOptions,
  lines?: SourceLines,
): Promise<FromFiles> {
  const all: FromFiles[] = [];
  for await (const each of readEach(paths, options, lines)) all.push(each);
  return {
    problems: all.flatMap(({ problems }) => problems),
    surprises: all.flatMap(({ surprises }) => surprises),
    objects: all.flatMap(({ objects }) => objects),
    trees: all.flatMap(({ trees }) => trees),
  };
}

/** Reads paths, each file, kustomization or chart by itself; throws as `readTogether` does. */
export async function* readEach(
  paths: readonly string[],
  options: ReadOptions,
  lines?: SourceLines,
): AsyncGenerator<FromFiles> {
  for await (const source of readPaths(paths, options)) {
    const stopping = source.problems.filter((problem) => isUsage(problem, source, paths));
    if (stopping.length > 0) throw new ProblemError(stopping.map(withoutPlace));
    yield contentOf(source, lines);
  }
}

function contentOf(source: Source, lines: SourceLines | undefined): FromFiles {
  const problems: ReadProblem[] = [...source.problems];
  const surprises: Material["surprises"][number][] = [];
  const objects: Subject[] = [];
  const isRead = source.kind === "file" || source.kind === "stdin";
  for (const document of source.documents()) {
    if (isRead) lines?.note(document, valuesIn);
    problems.push(...document.problems);
    if (source.kind === "stdin") lines?.remember(document);
    objects.push(...subjectsOf(document, source.path));
    if (document.hasSurprises) surprises.push(...document.surprises());
  }
  for (const document of source.behind ?? []) {
    lines?.note(document, valuesIn);
    if (document.hasSurprises) surprises.push(...document.surprises());
  }
  return { problems, surprises, objects, trees: source.tree ? [source.tree] : [] };
}

function subjectsOf({ objects }: Document, from: string): Subject[] {
  return objects.map((each) => ({
    object: each.value,
    from,
    locate: (steps, part) => each.locate(steps, part),
  }));
}

/** What a person has to mend before anything can be checked: exit code 2, not a finding. */
function isUsage({ about }: ReadProblem, { path }: Source, paths: readonly string[]): boolean {
  if (about === "program-missing") return true;
  return ["missing", "permission", "not-a-file"].includes(about) && paths.includes(path);
}

function withoutPlace({ message, why, instead }: ReadProblem) {
  return { message, why, instead };
}
