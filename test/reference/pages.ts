import { fileURLToPath } from "node:url";
import { desiredOf } from "../../src/inputs/desired.ts";
import { renderEnvironment } from "../../src/load/environment.ts";
import { loadPlatform } from "../../src/load/load.ts";
import { fileNames } from "../../src/manifests/files.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { type Environment, environmentOf } from "../../src/reference/environment.ts";
import { type Given, type Reference, referenceOf } from "../../src/reference/index.ts";
import { markdownPages } from "../../src/report/markdown/index.ts";

const root = new URL("../../", import.meta.url);

/** A platform's reference, and the pages that are printed of it. */
export interface Described {
  readonly environments: readonly Environment[];
  readonly reference: Reference;
  readonly pages: ReadonlyMap<string, string>;
}

/** The reference of an example. */
export async function describedExample(system: string): Promise<Described> {
  const file = fileURLToPath(new URL(`examples/${system}/platform.ts`, root));
  return described(await loadPlatform(file, new URL("src/index.ts", root).href), file);
}

/** The reference of a platform that a test has made. */
export async function described(platform: Platform, file = "platform.ts"): Promise<Described> {
  const given: Given[] = [];
  for (const name of platform.environments) {
    const made = await renderEnvironment(platform, file, name);
    const { resolved, rendered } = made;
    const place = fileNames(resolved);
    const { wanted } = desiredOf(made, file, {});
    given.push({ resolved, rendered, wanted, fileOf: (entry) => `${place(entry)}.yaml` });
  }
  const reference = referenceOf(platform.name, given);
  const pages = markdownPages(reference, "Made by a test.");
  return { environments: given.map(environmentOf), reference, pages };
}

/** One page; a failed test where there is none. */
export function page({ pages }: Described, name: string): string {
  const found = pages.get(name);
  if (found === undefined) throw new Error(`no ${name}, only ${[...pages.keys()].join(", ")}`);
  return found;
}

/** The rows of the tables under a heading, cell by cell, without the heads. */
export function rowsUnder(text: string, title: string): readonly (readonly string[])[] {
  const lines = text.split("\n");
  const start = lines.findIndex(
    (line) => line.replace(/^#+ /, "") === title && line.startsWith("#"),
  );
  if (start < 0) throw new Error(`no heading "${title}"`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .filter((line, index, all) => line.startsWith("|") && !isHead(all, index))
    .map(cells);
}

/** A head, or the line of dashes under it. */
function isHead(lines: readonly string[], index: number): boolean {
  return /^\|( -+ \|)+$/.test(lines[index] ?? "") || /^\|( -+ \|)+$/.test(lines[index + 1] ?? "");
}

/** The cells of a line of a table; a bar with a backslash before it belongs to its cell. */
export function cells(line: string): string[] {
  return line
    .replace(/^\| ?/, "")
    .replace(/ ?\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}
