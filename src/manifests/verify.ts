import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readRecord } from "./record.ts";

/** Where a folder is not what would be written into it now. */
export interface Outdated {
  readonly name: string;
  readonly is: "missing" | "different" | "no longer written";
}

/**
 * Compares a folder with the files that it should hold, and changes nothing. Files that were never
 * written by us are nobody's business.
 */
export function outdated(folder: string, files: ReadonlyMap<string, string>): readonly Outdated[] {
  const changed = [...files].flatMap(([name, text]): Outdated[] => {
    const found = read(join(folder, name));
    if (found === text) return [];
    return [{ name, is: found === undefined ? "missing" : "different" }];
  });
  const stale = [...readRecord(folder).keys()]
    .filter((name) => !files.has(name) && read(join(folder, name)) !== undefined)
    .map((name): Outdated => ({ name, is: "no longer written" }));
  return [...changed, ...stale];
}

function read(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? readFileSync(path, "utf8") : undefined;
}
