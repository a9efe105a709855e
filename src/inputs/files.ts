import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { valuesIn } from "../check/living/values.ts";
import type { Material, Subject } from "../check/world.ts";
import {
  type Document,
  Guides,
  isLonePatch,
  type ReadOptions,
  type ReadProblem,
  readPaths,
  type Source,
} from "../manifests/read/index.ts";
import { isMap } from "../manifests/read/values.ts";
import { ProblemError } from "../problem.ts";
import { type SourceLines, textOf } from "./source-lines.ts";
import { lineOfText } from "./text-lines.ts";

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
  const releases = { ...options, release: releaseNames() };
  for await (const each of readEach(paths, releases, lines)) all.push(each);
  return {
    problems: all.flatMap(({ problems }) => problems),
    surprises: all.flatMap(({ surprises }) => surprises),
    objects: all.flatMap(({ objects }) => objects),
    trees: all.flatMap(({ trees }) => trees),
  };
}

/** Charts that are in one cluster are releases of different names. */
function releaseNames(): () => string {
  let count = 0;
  return () => (++count === 1 ? "release-name" : `release-name-${count}`);
}

/** Reads paths, each file, kustomization or chart by itself; throws as `readTogether` does. */
export async function* readEach(
  paths: readonly string[],
  options: ReadOptions,
  lines?: SourceLines,
): AsyncGenerator<FromFiles> {
  const guides = new Guides();
  for await (const source of readPaths(paths, options)) {
    const stopping = source.problems.filter((problem) => isUsage(problem, source, paths));
    if (stopping.length > 0) throw new ProblemError(stopping.map(withoutPlace));
    yield contentOf(source, paths.includes(source.path), guides, lines);
  }
}

function contentOf(
  source: Source,
  isNamed: boolean,
  guides: Guides,
  lines: SourceLines | undefined,
): FromFiles {
  const problems: ReadProblem[] = [...source.problems];
  const surprises: Material["surprises"][number][] = [];
  const objects: Subject[] = [];
  const isRead = source.kind === "file" || source.kind === "stdin";
  for (const document of source.documents()) {
    if (isRead) lines?.note(document, valuesIn);
    const isAside = isOfAnotherProgram(document, isNamed);
    const own = isRead
      ? document.problems
      : document.problems.map((each) => placed(each, document));
    problems.push(...(isAside ? own.map(aside) : own));
    if (source.kind === "stdin") lines?.remember(document);
    objects.push(...subjectsOf(document, source.path, guides));
    if (document.hasSurprises && !isAside) surprises.push(...document.surprises());
  }
  for (const document of source.behind ?? []) {
    lines?.note(document, valuesIn);
    if (document.hasSurprises) surprises.push(...document.surprises());
  }
  return { problems, surprises, objects, trees: source.tree ? [source.tree] : [] };
}

function subjectsOf({ objects, file, stream }: Document, from: string, guides: Guides): Subject[] {
  const read = (other: string) => (other === file ? stream : textOf(other));
  return objects.map((each) => {
    const folder = () => dirname(each.locate([], "value").file);
    return {
      object: each.value,
      from,
      locate: (steps, part) => each.locate(steps, part),
      locateLine: (steps, line) =>
        lineOfText({ object: each.value, steps, where: each.locate(steps, "value") }, line, read),
      hasFileNear: (name) => isFileNear(folder(), name),
      guidesNear: () => (file === "-" ? [] : guides.near(folder())),
    };
  });
}

function isFileNear(folder: string, name: string): boolean {
  if (basename(name) !== name || !existsSync(folder)) return false;
  const below = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory());
  const folders = [folder, ...below.map((each) => join(folder, each.name))];
  return folders.some((each) => existsSync(join(each, name)));
}

/** Of built output, the line that a person wrote. */
function placed(problem: ReadProblem, document: Document): ReadProblem {
  const { steps } = problem;
  return steps === undefined ? problem : { ...problem, where: document.locate(steps, "key") };
}

function aside(problem: ReadProblem): ReadProblem {
  return problem.about === "not-kubernetes" ? { ...problem, isAside: true } : problem;
}

/** Folders hold files of other programs: only what is nearly an object is meant to be one. */
function isOfAnotherProgram(document: Document, isNamed: boolean): boolean {
  const { value, objects } = document;
  if (objects.length > 0 || value === undefined) return false;
  if (isLonePatch(document)) return true;
  if (!isMap(value)) return !isNamed;
  // Who names a file may have misspelt much of it.
  if (isNamed) return !Object.keys(value).some((field) => OF_OBJECTS.test(field));
  const { apiVersion, kind, metadata, spec } = value;
  return (apiVersion ?? kind ?? (metadata && spec)) === undefined;
}

const OF_OBJECTS = /^(?:api[-_]?versions?|kind|metadata|spec|(?:string|binary)?data|items|rules)$/i;

/** What a person has to mend before anything can be checked: exit code 2, not a finding. */
function isUsage({ about }: ReadProblem, { path }: Source, paths: readonly string[]): boolean {
  if (about === "program-missing") return true;
  return ["missing", "permission", "not-a-file"].includes(about) && paths.includes(path);
}

function withoutPlace({ message, why, instead }: ReadProblem) {
  return { message, why, instead };
}
