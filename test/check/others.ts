import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Assumptions } from "../../src/check/assumptions.ts";
import type { Finding } from "../../src/check/finding.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { selected } from "../../src/check/selection.ts";
import { type Subject, worldOf } from "../../src/check/world.ts";
import { readEach } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { filesBelow } from "../../src/manifests/read/folder.ts";
import type { ReadOptions } from "../../src/manifests/read/index.ts";

const chosen = selected(rules, ["documents", "api"], []);

/** What `slipway check --each` finds in one file, kustomization or chart, errors alone. */
export interface Checked {
  readonly path: string;
  readonly objects: readonly Subject[];
  readonly errors: readonly Finding[];
}

/** Checks what paths hold, each by itself. */
export async function* checked(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<Checked> {
  for (const path of paths) {
    for await (const found of readEach([path], options)) {
      const world = await worldOf({
        ...found,
        minor: NEWEST_MINOR,
        before: [],
        assumptions: new Assumptions(),
      });
      const errors = run(chosen, world).filter(({ severity }) => severity === "error");
      yield { path, objects: found.objects, errors };
    }
  }
}

/** The manifests below folders, and files themselves; kustomizations and charts are left out. */
export function manifestsIn(folder: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const full = join(folder, path);
    if (/\.(ya?ml|json)$/.test(path)) return [full];
    return filesBelow(full).flatMap((entry) =>
      "kind" in entry && entry.kind === "file" ? [entry.path] : [],
    );
  });
}

/** Every manifest of a module, those that kustomizations are made of too. */
export function everyManifestIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isManifest(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !/[/\\]templates[/\\]/.test(path.slice(folder.length)))
    .sort();
}

function isManifest(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name) && !/^(Chart|kustomization)\.ya?ml$/.test(name);
}
