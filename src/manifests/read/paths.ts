import { realpathSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { LARGEST, readBytes, readFailure, readStream } from "./bytes.ts";
import { isChartFile, isChartFolder, readChart } from "./chart/index.ts";
import { filesBelow } from "./folder.ts";
import { readKustomization } from "./kustomization/index.ts";
import { isKustomizationFile, kustomizationFile } from "./kustomization/names.ts";
import type { ReadOptions, ReadProblem, Source } from "./source.ts";
import { Stream } from "./stream.ts";

/** One path of the command line. */
export async function* readPath(
  path: string,
  options: ReadOptions,
  seen: Set<string>,
): AsyncGenerator<Source> {
  if (path === "-") {
    if (seen.has("-")) return;
    seen.add("-");
    const bytes = await readStream(options.stdin ?? process.stdin, options.largest ?? LARGEST);
    yield Buffer.isBuffer(bytes) ? new Stream("-", "stdin", bytes) : failed("-", bytes, "stdin");
    return;
  }
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    yield failed(path, readFailure(path, error as NodeJS.ErrnoException));
    return;
  }
  if (!isFolder && isKustomizationFile(basename(path))) path = dirname(path);
  else if (!isFolder && isChartFile(basename(path))) path = dirname(path);
  else if (!isFolder) {
    if (isNew(path, seen)) yield readFile(path, options);
    return;
  }
  yield* readFolder(path, options, seen);
}

async function* readFolder(
  path: string,
  options: ReadOptions,
  seen: Set<string>,
): AsyncGenerator<Source> {
  if (isChartFolder(path)) {
    if (isNew(path, seen)) yield await readChart(path, options);
    return;
  }
  if (kustomizationFile(path) !== undefined) {
    if (isNew(path, seen)) yield await readKustomization(path, options);
    return;
  }
  let found = 0;
  for (const entry of filesBelow(path)) {
    found++;
    if ("problem" in entry) yield failed(entry.path, entry.problem);
    else if (!isNew(entry.path, seen)) continue;
    else if (entry.kind === "file") yield readFile(entry.path, options);
    else if (entry.kind === "chart") yield await readChart(entry.path, options);
    else yield await readKustomization(entry.path, options);
  }
  if (found === 0)
    yield failed(path, {
      about: "nothing-found",
      message: `there are no manifests in ${path}`,
      why: "files that end in .yaml, .yml or .json are read, but none that is hidden",
      instead: "the path of a file",
    });
}

function readFile(path: string, options: ReadOptions): Source {
  const bytes = readBytes(path, options.largest ?? LARGEST);
  return Buffer.isBuffer(bytes) ? new Stream(path, "file", bytes) : failed(path, bytes);
}

/** Whether a file was not read before, by this name or another. */
function isNew(path: string, seen: Set<string>): boolean {
  let real = path;
  try {
    real = realpathSync(path);
  } catch {
    // It will be said where it is read.
  }
  if (seen.has(real)) return false;
  seen.add(real);
  return true;
}

/** A source of which nothing could be read. */
export function failed(
  path: string,
  problem: Pick<ReadProblem, "about" | "message" | "why" | "instead">,
  kind: Source["kind"] = "file",
): Source {
  const where = { file: path, line: 1, column: 1 };
  return { path, kind, problems: [{ ...problem, where }], documents: () => [] };
}
