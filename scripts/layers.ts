import { join } from "node:path";

/**
 * The files of the package that hold more than one module, in the order in which they are loaded. A
 * file per set of modules that are always needed together would be a hundred files, and loading one
 * takes as long as a millisecond of work.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  // What a platform file and `render` need.
  language: ["index.ts", "cli/main.ts", "cli/render.ts"],
  // What begins to build a kustomization.
  begin: ["cli/check.ts"],
  // What the server's verdict on the objects of most platforms needs besides.
  check: [
    "cli/check/run.ts",
    ...[
      ...["admissionregistration", "apiregistration", "apps", "autoscaling", "batch"],
      ...["coordination", "core", "discovery", "networking", "node", "policy", "rbac"],
      ...["scheduling", "storage"],
    ].map((group) => `kubernetes/validation/${group}/index.ts`),
    "kubernetes/custom-resources/index.ts",
    "kubernetes/admission-policy/index.ts",
  ],
  // What is told beyond the server's verdict.
  rules: ["check/all-rules.ts", "cli/test.ts"],
  // What manifests need besides.
  read: ["inputs/files.ts"],
};

/**
 * The layer that each module lies in: the first one that needs it, so that a layer imports from those
 * before it only. A module of none, such as the rules of a rare kind, gets a file of its own.
 *
 * @param source the folder of all modules
 * @throws when the source has no such module any more
 */
export function layersOf(
  source: string,
  infoOf: (id: string) => { readonly importedIds: readonly string[] } | null,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [layer, roots] of Object.entries(layers)) {
    const left = roots.map((root) => join(source, root));
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      if (found.has(id)) continue;
      const info = infoOf(id);
      if (!info) throw new Error(`scripts/layers.ts names ${id}, which is not there`);
      found.set(id, layer);
      left.push(...info.importedIds);
    }
  }
  return found;
}
