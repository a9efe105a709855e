import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { folderOf } from "../../../scripts/generate-kubernetes/sources.ts";
import type { Assumption } from "../../../src/check/assumptions.ts";
import { materialOf } from "../../../src/inputs/platform.ts";
import { NEWEST_MINOR } from "../../../src/kubernetes/versions.ts";
import { renderEnvironment } from "../../../src/load/environment.ts";
import { loadPlatform } from "../../../src/load/load.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { others } from "../others-modules.ts";
import type { Manifest } from "./draft.ts";

/** Objects that work together, in which faults are planted. */
export interface Tree {
  readonly name: string;
  readonly objects: readonly Manifest[];
  readonly minor: number;
  readonly assumed: readonly Assumption[];
  /** Everything that is applied is here; else it is what somebody installs beside other things. */
  readonly isPlatform: boolean;
}

const root = new URL("../../../", import.meta.url);

/** Our four systems. */
export async function systemPlatforms() {
  const all: { readonly name: string; readonly platform: Platform; readonly file: string }[] = [];
  for (const name of ["thebot", "wbot", "piyasa", "basebook"]) {
    const file = new URL(`examples/${name}/platform.ts`, root).pathname;
    const platform = await loadPlatform(file, new URL("src/index.ts", root).href);
    all.push({ name, platform, file });
  }
  return all;
}

/** The name of a platform's production. */
export function production({ environments }: Platform): string {
  return environments.find((each) => each.startsWith("prod")) as string;
}

/** Our four systems, in production. */
export async function systems(): Promise<Tree[]> {
  const trees: Tree[] = [];
  for (const { name, platform, file } of await systemPlatforms()) {
    const made = await renderEnvironment(platform, file, production(platform));
    const { objects, minor, assumed } = materialOf(made, file);
    const plain = objects.map(({ object }) => JSON.parse(JSON.stringify(object)) as Manifest);
    trees.push({ name, objects: plain, minor, assumed, isPlatform: true });
  }
  return trees;
}

/** Install manifests that others wrote, in one file each. */
const FILES: Readonly<Record<string, string>> = {
  "github.com/argoproj/argo-cd/v3": "manifests/ha/install.yaml",
  "github.com/argoproj/argo-rollouts": "manifests/install.yaml",
  "github.com/cloudnative-pg/cloudnative-pg": "releases/cnpg-1.28.0.yaml",
  "k8s.io/ingress-nginx": "deploy/static/provider/cloud/deploy.yaml",
};

/** The trees of others. */
export async function foreign(): Promise<Tree[]> {
  const trees: Tree[] = [];
  for (const each of others) {
    const file = FILES[each.path];
    if (file === undefined) continue;
    const text = readFileSync(join(await folderOf(each), file), "utf8");
    const objects = (loadAll(text) as (Manifest | null)[]).filter((one) => one !== null);
    // Nothing is planted in definitions, and they are most of the text.
    const planted = objects.filter(({ kind }) => kind !== "CustomResourceDefinition");
    const name = each.path.split("/").slice(1).join("/");
    trees.push({ name, objects: planted, minor: NEWEST_MINOR, assumed: [], isPlatform: false });
  }
  return trees;
}
