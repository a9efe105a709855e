import { readPath } from "./paths.ts";
import type { ReadOptions, Source } from "./source.ts";

export { type Guide, Guides } from "./guides.ts";
export type { Patch } from "./kustomization/patch.ts";
export type { Kustomization, ResourceFile, Tree } from "./kustomization/tree.ts";
export { isLonePatch } from "./lone-patch.ts";
export type {
  Document,
  Part,
  ProblemKind,
  ReadOptions,
  ReadProblem,
  Source,
  SourceObject,
  Surprise,
  Value,
  ValueMap,
} from "./source.ts";

/**
 * Reads what is named on the command line: manifests (`.yaml`, `.yml`, `.json`; any other name when
 * named directly), folders (everything below them, in the order of names; what is hidden and
 * `node_modules` left out), `-` for stdin. A folder with a kustomization file is built as one, a folder
 * with a `Chart.yaml` is rendered as a chart. Named twice is read once.
 *
 * Never throws for what it reads: what is wrong is among the problems of a source or of a document.
 */
export async function* readPaths(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Source> {
  const seen = new Set<string>();
  for (const path of paths) yield* readPath(path, options, seen);
}
