import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Problem, ProblemError } from "../problem.ts";
import { digestOf, type FileRecord, recordName } from "./record.ts";

/** What writing files into a folder comes to. */
export interface Plan {
  readonly write: readonly string[];
  readonly keep: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Compares a folder with the files that it is to hold.
 *
 * @param known What was written here before: the folder's record, and those of runs that were cut off.
 * @throws ProblemError with every file that stands in the way. With `force` only folders do.
 */
export function planFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  known: readonly FileRecord[],
  force: boolean,
): Plan {
  const problems: Problem[] = [];
  const isKnown = (name: string, digest: string) =>
    known.some((record) => record.get(name) === digest);
  const wasWritten = (name: string) => known.some((record) => record.has(name));
  const inTheWay = (name: string, what: string, instead: string) =>
    problems.push({ message: `${join(folder, name)} ${what}`, instead });
  const edited = (name: string) =>
    inTheWay(
      name,
      "was edited since it was rendered",
      "change the platform; or --force loses the edit",
    );
  const write: string[] = [];
  const keep: string[] = [];
  const remove: string[] = [];

  const needed = new Set([...files.keys()].flatMap(foldersOf));
  for (const name of needed) {
    const found = stateIn(folder, name);
    if (found !== "folder" && found !== "nothing") inTheWay(name, "is no folder", "move it away");
  }
  for (const [name, text] of files) {
    const found = stateIn(folder, name);
    if (found === digestOf(text)) {
      keep.push(name);
      continue;
    }
    write.push(name);
    if (found === "folder") inTheWay(name, "is a folder", "move it away");
    else if (found === "nothing" || force || isKnown(name, found)) continue;
    else if (found !== "other" && wasWritten(name)) edited(name);
    else inTheWay(name, "was not written by slipway", "move it away; or --force overwrites it");
  }
  for (const name of new Set(known.flatMap((record) => [...record.keys()]))) {
    if (files.has(name)) continue;
    const found = stateIn(folder, name);
    if (!found.startsWith("sha256:")) continue;
    if (force || isKnown(name, found)) remove.push(name);
    else edited(name);
  }
  const record = stateOf(join(folder, recordName));
  if (record === "folder") inTheWay(recordName, "is a folder", "move it away");
  if (problems.length > 0) throw new ProblemError(problems);
  return { write, keep, remove };
}

/** Folders of files that are no longer wanted, deepest first: they go too where nothing else is in them. */
export function staleFolders(
  folder: string,
  files: ReadonlyMap<string, string>,
  known: readonly FileRecord[],
): string[] {
  const needed = new Set([...files.keys()].flatMap(foldersOf));
  const had = new Set(known.flatMap((record) => [...record.keys()].flatMap(foldersOf)));
  const left = [...had.difference(needed)].sort().reverse();
  return left.filter((name) => stateIn(folder, name) === "folder");
}

/** The folders that a file lies in, from the outermost. */
export function foldersOf(name: string): string[] {
  const parent = dirname(name);
  return parent === "." ? [] : [...foldersOf(parent), parent];
}

/** The same inside a folder: what lies behind a link is not there. */
function stateIn(folder: string, name: string): string {
  const isPlain = (parent: string) => stateOf(join(folder, parent)) === "folder";
  return foldersOf(name).every(isPlain) ? stateOf(join(folder, name)) : "nothing";
}

/** The digest of a plain file, or what is there instead. Symbolic links are not followed. */
function stateOf(path: string): string {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "nothing";
  if (stats.isDirectory()) return "folder";
  return stats.isFile() ? digestOf(readFileSync(path)) : "other";
}
