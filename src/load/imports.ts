import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Where } from "../problem.ts";

/** One import of a file. */
export interface Import {
  readonly specifier: string;
  /** The file it leads to, for one with a path. */
  readonly url: string | undefined;
  readonly where: Where;
}

/** The imports of a file, found by their text: they are asked for when the file does not run. */
export function importsOf(file: string): Import[] {
  const source = readFileSync(file, "utf8");
  const base = pathToFileURL(file);
  const pattern = /\b(?:from|import)\s*\(?\s*(["'])(.+?)\1/dg;
  return [...source.matchAll(pattern)].map(({ 2: specifier = "", indices }) => {
    const before = source.slice(0, indices?.[1]?.[0]);
    const line = before.split("\n").length;
    return {
      specifier,
      url: /^[./]|^file:/.test(specifier) ? new URL(specifier, base).href : undefined,
      where: { file, line, column: before.length - before.lastIndexOf("\n") },
    };
  });
}
