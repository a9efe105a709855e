import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderEnvironments } from "../../../src/load/environments.ts";
import { loadPlatform } from "../../../src/load/load.ts";
import {
  kustomizeTree,
  type Rendering,
  type Tree,
} from "../../../src/manifests/kustomize/index.ts";

const root = new URL("../../../", import.meta.url);
const folder = fileURLToPath(new URL("examples", root));

/** The platforms in `examples/`. */
export const examples: readonly string[] = readdirSync(folder).sort();

export interface ExampleTree {
  readonly renderings: readonly Rendering[];
  readonly tree: Tree;
}

/** All environments of an example, and the tree that is written of them. */
export async function exampleTree(name: string): Promise<ExampleTree> {
  const file = join(folder, name, "platform.ts");
  const platform = await loadPlatform(file, new URL("src/index.ts", root).href);
  const renderings = await renderEnvironments(platform, file, {});
  return { renderings, tree: kustomizeTree(renderings) };
}
