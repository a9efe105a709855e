import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fail } from "../problem.ts";
import { foldersOf, type Plan } from "./plan.ts";
import { recordName } from "./record.ts";

/** Writes files and their record to a new folder, the record last and all of it on the disk. */
export function fillStage(stage: string, files: ReadonlyMap<string, string>, record: string): void {
  mkdirSync(stage);
  makeFolders(stage, [...files.keys()]);
  for (const [name, text] of files) writeFileSync(join(stage, name), text, { flush: true });
  writeFileSync(join(stage, recordName), record, { flush: true });
}

/** Makes the folders of files that are not there yet, each told once it is made. */
function makeFolders(
  folder: string,
  names: readonly string[],
  made: (path: string) => void = () => {},
): void {
  for (const name of new Set(names.flatMap(foldersOf))) {
    const path = join(folder, name);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    mkdirSync(path);
    made(path);
  }
}

/**
 * Moves staged files over those of a folder, then removes the stale ones and folders that are empty
 * without them, and moves the record last. At every moment each file is whole. What is replaced is kept
 * in the stage until the end, and a move that fails undoes all before it.
 *
 * @param stale folders that go where nothing is left in them, deepest first
 */
export function swap(
  stage: string,
  folder: string,
  { write, remove }: Plan,
  stale: readonly string[],
): void {
  const old = join(stage, "old");
  mkdirSync(old);
  makeFolders(old, [...write, ...remove]);
  const undo: (() => void)[] = [];
  try {
    for (const name of write) {
      makeFolders(folder, [name], (made) => undo.push(() => rmdirSync(made)));
      replace(name);
    }
    for (const name of remove) {
      renameSync(join(folder, name), join(old, name));
      undo.push(() => renameSync(join(old, name), join(folder, name)));
    }
    for (const [index, name] of stale.entries()) {
      const path = join(folder, name);
      if (readdirSync(path).length > 0) continue;
      const aside = join(stage, `empty-${index}`);
      renameSync(path, aside);
      undo.push(() => renameSync(aside, path));
    }
    replace(recordName);
  } catch (error) {
    putBack(undo, old);
    throw error;
  }

  function replace(name: string): void {
    const path = join(folder, name);
    const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    if (isThere) keep(path, join(old, name));
    renameSync(join(stage, name), path);
    undo.push(() => (isThere ? renameSync(join(old, name), path) : rmSync(path)));
  }
}

/** A second name for a file, so that the first can be replaced; a copy where the disk has no links. */
function keep(path: string, second: string): void {
  try {
    linkSync(path, second);
  } catch {
    copyFileSync(path, second);
  }
}

function putBack(undo: readonly (() => void)[], old: string): void {
  try {
    for (const step of undo.toReversed()) step();
  } catch (error) {
    fail({
      message: `files were replaced, and cannot be put back: ${(error as NodeJS.ErrnoException).code}`,
      instead: `take the old ones from ${old}`,
    });
  }
}
