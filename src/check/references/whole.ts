import type { ProblemKind } from "../../manifests/read/index.ts";
import { keyOf } from "../identity.ts";
import type { Item } from "../objects/inventory.ts";
import { once, type World } from "../world.ts";

/** What leaves out a whole tree: it may lead anywhere. */
const TREES: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "program-failed",
  "unreachable",
  "program-missing",
  "kustomization",
]);

/** What leaves out a file, or the rest of it. */
const FILES: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "syntax",
  "tab",
  "template",
  "alias",
  "too-deep",
  "unsupported",
  "permission",
  "link-loop",
  "too-large",
  "binary",
  "encoding",
]);

/** The folders of which something was not read; undefined for all of them. */
const unread = once(({ problems }): ReadonlySet<string> | undefined => {
  if (problems.some(({ about }) => TREES.has(about))) return undefined;
  const files = problems.filter(({ about }) => FILES.has(about));
  return new Set(files.map(({ where }) => folderOf(where.file)));
});

/**
 * Whether all of the input could be read that an object may be meant to go with: else what it
 * misses may be in the rest, which is told as what could not be read.
 */
export function isWhole(world: World, { subject }: Item): boolean {
  const folders = unread(world);
  if (folders === undefined) return false;
  return folders.size === 0 || !folders.has(folderOf(subject.locate([], "value").file));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/") + 1);
}

const duplicates = once(({ objects }): ReadonlySet<string | undefined> => {
  const counts = Map.groupBy(objects, keyOf);
  return new Set([...counts].filter(([, all]) => all.length > 1).map(([key]) => key));
});

/** Whether an object stands several times in the input: which one will be there is not known. */
export function isUnclear(world: World, { subject }: Item): boolean {
  const key = keyOf(subject);
  return key !== undefined && duplicates(world).has(key);
}
