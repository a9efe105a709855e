import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

/** Why there is no test of that name: `file › title`, the title as the file writes it. */
export function testProblem(test: string): string | undefined {
  const [file = "", title = ""] = test.split(" › ");
  const path = fileURLToPath(new URL(file, root));
  if (!existsSync(path)) return `there is no ${file}`;
  if (!isRun(path)) return `${file} is no test, and no test beside it imports it`;
  const titles = titlesOf(readFileSync(path, "utf8"));
  return titles.includes(title) ? undefined : `${file} has no test "${title}"`;
}

/** Whether the tests are run: a test file, or one that a test file beside it takes its tests from. */
function isRun(path: string): boolean {
  if (path.endsWith(".test.ts")) return true;
  return globSync("*.test.ts", { cwd: dirname(path) }).some((file) =>
    readFileSync(join(dirname(path), file), "utf8").includes(`from "./${basename(path)}"`),
  );
}

/** The titles of the tests in a source, without those that are skipped or to do. */
export function titlesOf(source: string): readonly string[] {
  const calls = source.matchAll(/\b(?:test|it|describe)\(\s*(["'`])((?:\\.|(?!\1).)*)\1/g);
  return [...calls].map(([, , title = ""]) => title.replace(/\\(["'`])/g, "$1"));
}

/** A system's generated reference: its lines, and those of them that are code. */
export interface Reference {
  readonly lines: readonly string[];
  readonly code: readonly string[];
}

/** The pages of `examples/<system>/reference`, as they are committed. */
export function referenceOf(system: string): Reference {
  const folder = fileURLToPath(new URL(`examples/${system}/reference`, root));
  const pages = globSync("**/*.md", { cwd: folder })
    .sort()
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"));
  return {
    lines: pages.flatMap((page) => page.split("\n")),
    code: pages.flatMap(linesOfCode),
  };
}

/** The lines inside fences; one that ends in a backslash or a pipe goes on in the next. */
export function linesOfCode(markdown: string): readonly string[] {
  const blocks = markdown.matchAll(/^ *```\w*\n(.*?)^ *```$/gms);
  return [...blocks].flatMap(([, code = ""]) =>
    code
      .replace(/ *\\\n */g, " ")
      .replace(/\|\n */g, "| ")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
}

/** Why no line of code has all the words of a command, in whatever order. */
export function commandProblem(command: string, { code }: Reference): string | undefined {
  return lineProblem("command", command, code);
}

/** Why no line has all the words, in whatever order. */
export function printedProblem(text: string, { lines }: Reference): string | undefined {
  return lineProblem("line", text, lines);
}

/** A word that ends in `=` may go on; of `` `name`, `` and `|` the name counts. */
function lineProblem(what: string, text: string, lines: readonly string[]): string | undefined {
  const wordsOf = (line: string) => line.split(/[\s`,|]+/).filter((word) => word !== "");
  const words = wordsOf(text);
  const found = lines.some((line) => {
    const there = wordsOf(line);
    return words.every((word) =>
      there.some((each) => each === word || (word.endsWith("=") && each.startsWith(word))),
    );
  });
  if (found) return undefined;
  const near = lines.filter((line) => line.includes(words.at(-1) ?? ""));
  const hint = near.length > 0 ? `; there are\n    ${near.slice(0, 6).join("\n    ")}` : "";
  return `no ${what} of the reference has ${words.join(" ")}${hint}`;
}
