import { join } from "node:path";
import { Assumptions } from "../../src/check/assumptions.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { worldOf } from "../../src/check/world.ts";
import { readTogether } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { kustomizeProgram } from "../manifests/kustomize/program.ts";
import { pathOf } from "../manifests/read/programs.ts";
import { folderOf } from "../manifests/read/trees.ts";

/** Files of a folder, by their paths in it. */
export type Files = Readonly<Record<string, string>>;

/** The real kustomize; undefined where there is no Go to build it. */
export const kustomize = kustomizeProgram();

/**
 * What rules find in a folder of files: rule, severity, place, message and fix, a line each.
 *
 * @param root the path in it that is checked
 * @param ids of rules and layers
 */
export async function foundInFiles(
  files: Files,
  root: string,
  ...ids: readonly string[]
): Promise<string[]> {
  const folder = folderOf(files);
  const read = await readTogether([join(folder, root)], { environment: pathOf({ kustomize }) });
  const none = { before: [], assumptions: new Assumptions([]) };
  const world = await worldOf({ ...read, ...none, minor: NEWEST_MINOR });
  const own = rules.filter(({ id, layer }) => ids.includes(id) || ids.includes(layer));
  return run(own, world).map(({ rule, severity, file, line, message, fix }) =>
    `${rule} ${severity} ${file.slice(folder.length + 1)}:${line} ${message} | ${fix}`.replaceAll(
      `${folder}/`,
      "",
    ),
  );
}
