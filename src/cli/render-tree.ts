import { renderEnvironments } from "../load/environments.ts";
import { checkFiles } from "../manifests/files.ts";
import { kustomizeTree } from "../manifests/kustomize/index.ts";
import type { Platform } from "../platform/platform.ts";
import type { ImageChoice } from "../platform/resolve/index.ts";
import { treeText } from "../report/tree.ts";
import { lookOf } from "./output.ts";
import { writeTexts } from "./write-files.ts";

/** Writes a kustomize tree of all environments into a folder, and says what is in it. */
export async function renderTree(
  platform: Platform,
  file: string,
  choice: ImageChoice,
  folder: string,
  force: boolean,
): Promise<string> {
  const renderings = await renderEnvironments(platform, file, choice);
  const tree = kustomizeTree(renderings);
  for (const { resolved, rendered } of renderings.slice(0, 1))
    await checkFiles(resolved, rendered, () => renderings.map((other) => other.rendered));
  const written = await writeTexts(folder, tree.files, force);
  return `${treeText(platform.name, tree, lookOf("stdout"))}${written}`;
}
