import {
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fail, ProblemError } from "../problem.ts";
import { type Plan, planFolder, staleFolders } from "./plan.ts";
import { digestOf, type FileRecord, readRecord, recordText } from "./record.ts";
import { fillStage, swap } from "./stage.ts";

/**
 * Makes a folder hold exactly these files of ours, and leaves everything else in it alone. New content
 * is complete on the disk beside the old before the first file is replaced; a failure puts everything
 * back. Should the process be killed in between, each file is whole, old or new, and the next run
 * knows both.
 *
 * @throws ProblemError when something stands in the way (not with `force`), or cannot be written.
 */
export function writeFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  force: boolean,
): Plan {
  try {
    return exists(folder)
      ? update(realpathSync(folder), folder, files, force)
      : create(resolve(folder), files);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof ProblemError || syscall === undefined) throw error;
    return fail({
      message: `${folder} cannot be written: ${code === "ENOSPC" ? "the disk is full" : code}`,
      why: "nothing in it was changed",
    });
  }
}

function exists(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) {
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return false;
    fail({ message: `${folder} is a symbolic link that leads nowhere`, instead: "-o DIR" });
  }
  if (!stats.isDirectory()) fail({ message: `${folder} is a file`, instead: "-o DIR, a folder" });
  return true;
}

/** A folder that is not there yet appears as a whole. */
function create(path: string, files: ReadonlyMap<string, string>): Plan {
  const parent = dirname(path);
  mkdirSync(parent, { recursive: true });
  const prefix = `.${basename(path)}${stagePrefix}`;
  removeStages(stagesIn(parent, prefix));
  const stage = join(parent, prefix + suffix());
  try {
    fillStage(stage, files, recordText(recordOf(files)));
    renameSync(stage, path);
  } catch (error) {
    removeStages([stage]);
    throw error;
  }
  return { write: [...files.keys()], keep: [], remove: [] };
}

function update(
  path: string,
  shown: string,
  files: ReadonlyMap<string, string>,
  force: boolean,
): Plan {
  const cutOff = stagesIn(path, stagePrefix);
  const record = force ? recordOrNothing(path) : readRecord(path);
  const known = [record, ...cutOff.map(recordOrNothing)];
  const plan = planFolder(shown, files, known, force);
  const next = recordOf(files);
  const isSame = plan.write.length === 0 && plan.remove.length === 0;
  if (isSame && recordText(record) === recordText(next)) {
    removeStages(cutOff);
    return plan;
  }
  const stage = join(path, stagePrefix + suffix());
  const changed = new Map(plan.write.map((name) => [name, files.get(name) as string]));
  try {
    fillStage(stage, changed, recordText(next));
    swap(stage, path, plan, staleFolders(path, files, known));
  } catch (error) {
    if (!(error instanceof ProblemError)) removeStages([stage]);
    throw error;
  }
  removeStages([...cutOff, stage]);
  return plan;
}

function recordOf(files: ReadonlyMap<string, string>): FileRecord {
  return new Map([...files].map(([name, text]) => [name, digestOf(text)]));
}

function recordOrNothing(folder: string): FileRecord {
  try {
    return readRecord(folder);
  } catch (error) {
    if (error instanceof ProblemError) return new Map();
    throw error;
  }
}

const stagePrefix = ".slipway-new-";

function suffix(): string {
  return Math.random().toString(36).slice(2, 8).padEnd(6, "0");
}

/** What runs that were cut off have left. */
function stagesIn(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(prefix))
    .filter((entry) => /^[a-z0-9]{6}$/.test(entry.name.slice(prefix.length)))
    .map((entry) => join(folder, entry.name));
}

/** One that cannot be removed harms nobody; the next run tries again. */
function removeStages(stages: readonly string[]): void {
  for (const stage of stages) {
    try {
      rmSync(stage, { recursive: true, force: true });
    } catch {}
  }
}
