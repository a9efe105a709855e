import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, type Problem } from "../problem.ts";

/**
 * The file in a folder that says what was written there. Its name has no ending that `kubectl apply -f`
 * would take for a manifest.
 */
export const recordName = ".slipway";

const version = 1;

/** The digest of each file that was written, by its path in the folder. */
export type FileRecord = ReadonlyMap<string, string>;

export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** One line for each file, sorted, so that version control shows what changed. */
export function recordText(record: FileRecord): string {
  const files = Object.fromEntries([...record].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ writtenBy: "slipway render", version, files }, null, 2)}\n`;
}

/**
 * What was written into a folder; nothing where there is no record.
 *
 * @throws ProblemError for a record that is not slipway's own.
 */
export function readRecord(folder: string): FileRecord {
  const path = join(folder, recordName);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return new Map();
  if (!stats.isFile()) fail(notOwn(path));
  return parse(readFileSync(path, "utf8")) ?? fail(notOwn(path));
}

function notOwn(path: string): Problem {
  return {
    message: `${path} is not a list of files as slipway writes it`,
    why: "it says which files here may be replaced or removed",
    instead: "another folder; or with --force everything in the way is overwritten",
  };
}

/** Names come from a file that anybody could have written: one that leads out of the folder is refused. */
function parse(text: string): FileRecord | undefined {
  let value: { version?: unknown; files?: unknown } | null;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value?.version !== version || typeof value.files !== "object" || value.files === null)
    return undefined;
  const entries = Object.entries(value.files);
  const isName = (part: string) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part);
  const isOwn = ([name, digest]: [string, unknown]) =>
    name.split("/").every(isName) && typeof digest === "string";
  return entries.every(isOwn) ? new Map(entries) : undefined;
}
