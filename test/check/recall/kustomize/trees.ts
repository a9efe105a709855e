import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { folderOf } from "../../../../scripts/generate-kubernetes/sources.ts";
import type { Assumption } from "../../../../src/check/assumptions.ts";
import { materialOf } from "../../../../src/inputs/platform.ts";
import { NEWEST_MINOR } from "../../../../src/kubernetes/versions.ts";
import { renderEnvironments } from "../../../../src/load/environments.ts";
import { kustomizeTree } from "../../../../src/manifests/kustomize/index.ts";
import { others } from "../../others-modules.ts";
import { production, systemPlatforms } from "../trees.ts";
import { layersOf, textOf } from "./draft.ts";

/** The files of a kustomization that builds, in a folder that may be changed. */
export interface FileTree {
  readonly name: string;
  readonly folder: string;
  /** What is built, below it. */
  readonly root: string;
  readonly minor: number;
  readonly assumed: readonly Assumption[];
}

/** What our four systems are written to for kustomize, in production. */
export async function kustomizeSystems(): Promise<FileTree[]> {
  const trees: FileTree[] = [];
  for (const { name, platform, file } of await systemPlatforms()) {
    const renderings = await renderEnvironments(platform, file, {});
    const made = renderings.find(({ resolved }) => resolved.environment === production(platform));
    if (!made) continue;
    const { minor, assumed } = materialOf(made, file);
    const { files } = kustomizeTree(renderings);
    const root = `overlays/${production(platform)}`;
    trees.push(treeOf({ name: `${name} (kustomize)`, root, minor, assumed }, files));
  }
  return trees;
}

/** Trees that others wrote: a folder of a module, and what of it is built. */
const ROOTS: Readonly<Record<string, readonly [folder: string, root: string]>> = {
  "github.com/argoproj/argo-rollouts": ["manifests", "cluster-install"],
  "github.com/fluxcd/flagger": ["kustomize", "kubernetes"],
  "k8s.io/kube-state-metrics/v2": ["examples", "standard"],
};

export async function kustomizeOthers(): Promise<FileTree[]> {
  const trees: FileTree[] = [];
  for (const each of others) {
    const [within, root] = ROOTS[each.path] ?? [];
    if (within === undefined || root === undefined) continue;
    const files = textsBelow(join(await folderOf(each), within));
    const name = `${each.path.split("/").slice(1).join("/")} (kustomize)`;
    trees.push(treeOf({ name, root, minor: NEWEST_MINOR, assumed: [] }, files));
  }
  return trees;
}

/** Every file below a folder but those that were built of the others. */
function textsBelow(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile() && !/install\.yaml$/.test(each.name));
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), readFileSync(path, "utf8")];
    }),
  );
}

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Writes a tree, its kustomizations as they are written when a fault is in them. */
function treeOf(about: Omit<FileTree, "folder">, files: ReadonlyMap<string, string>): FileTree {
  const folder = mkdtempSync(join(tmpdir(), "slipway-recall-"));
  folders.push(folder);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of files) write(path, text);
  for (const { file, value } of layersOf(folder, about.root)) write(file, textOf(value));
  return { ...about, folder };
}
