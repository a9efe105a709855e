import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { readFailure } from "./bytes.ts";
import { isChartFolder } from "./chart/index.ts";
import { isKustomizationFile, kustomizationFile } from "./kustomization/names.ts";
import { referredFrom } from "./kustomization/tree.ts";
import type { ReadProblem } from "./source.ts";

/** What a folder holds that can be read. */
export type Entry =
  | { readonly path: string; readonly kind: "file" | "kustomization" | "chart" }
  | {
      readonly path: string;
      readonly problem: Pick<ReadProblem, "about" | "message" | "why" | "instead">;
    };

/**
 * Everything below a folder, in the order of names. Of kustomizations those that no other one below the
 * folder is made of; the files that they are made of are theirs alone.
 */
export function filesBelow(folder: string): Entry[] {
  const entries = [...walk(folder, new Set())];
  const owned = new Set<string>();
  for (const entry of entries)
    if ("kind" in entry && entry.kind === "kustomization")
      for (const path of referredFrom(entry.path)) owned.add(path);
  if (owned.size === 0) return entries;
  return entries.filter((entry) => "problem" in entry || !owned.has(real(entry.path)));
}

function* walk(folder: string, visited: Set<string>): Generator<Entry> {
  const path = real(folder);
  if (visited.has(path)) return;
  visited.add(path);
  let found: Dirent[];
  try {
    found = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    yield { path: folder, problem: readFailure(folder, error as NodeJS.ErrnoException) };
    return;
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of found) yield* visit(folder, entry, visited);
}

function* visit(folder: string, entry: Dirent, visited: Set<string>): Generator<Entry> {
  const { name } = entry;
  const path = join(folder, name);
  const isManifest = /\.(?:ya?ml|json)$/i.test(name);
  let isFolder = entry.isDirectory();
  let isFile = entry.isFile();
  if (entry.isSymbolicLink()) {
    try {
      const stats = statSync(path);
      isFolder = stats.isDirectory();
      isFile = stats.isFile();
    } catch (error) {
      if (isManifest) yield { path, problem: readFailure(path, error as NodeJS.ErrnoException) };
      return;
    }
  }
  if (name.startsWith(".")) return;
  if (isFile && isManifest && !isKustomizationFile(name)) yield { path, kind: "file" };
  if (!isFolder || name === "node_modules") return;
  if (isChartFolder(path)) yield { path, kind: "chart" };
  else {
    if (kustomizationFile(path) !== undefined) yield { path, kind: "kustomization" };
    yield* walk(path, visited);
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
