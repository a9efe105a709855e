import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fail } from "../problem.ts";
import type { Plan } from "./plan.ts";
import { recordName } from "./record.ts";

/** Writes files and their record to a new folder, the record last and all of it on the disk. */
export function fillStage(stage: string, files: ReadonlyMap<string, string>, record: string): void {
  mkdirSync(stage);
  for (const [name, text] of files) writeFileSync(join(stage, name), text, { flush: true });
  writeFileSync(join(stage, recordName), record, { flush: true });
}

/**
 * Moves staged files over those of a folder, then removes the stale ones, and moves the record last.
 * At every moment each file is whole. What is replaced is kept in the stage until the end, and a move
 * that fails undoes all before it.
 */
export function swap(stage: string, folder: string, { write, remove }: Plan): void {
  const old = join(stage, "old");
  mkdirSync(old);
  const undo: (() => void)[] = [];
  try {
    for (const name of write) replace(name);
    for (const name of remove) {
      renameSync(join(folder, name), join(old, name));
      undo.push(() => renameSync(join(old, name), join(folder, name)));
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
