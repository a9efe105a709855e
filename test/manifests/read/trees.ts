import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { type ReadOptions, readPaths, type Source } from "../../../src/manifests/read/index.ts";
import type { Where } from "../../../src/problem.ts";

/** Writes files below a new folder, which the end of the test file removes. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "slipway-read-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Everything that paths come to. */
export async function readAll(
  paths: readonly string[],
  options?: ReadOptions,
): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for await (const source of readPaths(paths, options)) sources.push(source);
  return sources;
}

/** What a text holds at a place, up to the end of the line. */
export function textAt(text: string, { line, column }: Pick<Where, "line" | "column">): string {
  return (text.split(/\r?\n/)[line - 1] ?? "").slice(column - 1);
}
