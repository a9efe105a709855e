import type { Rendered } from "../../render/index.ts";
import { toYaml } from "../../yaml.ts";
import type { Parts } from "./base.ts";
import type { Environment } from "./environment.ts";
import type { Fields, Manifest } from "./fields.ts";
import { fileNameOf } from "./file-names.ts";
import { isEncrypted } from "./known-kinds.ts";
import { kustomization } from "./kustomization.ts";
import { namespaceTransformers } from "./namespaces.ts";
import { leavingOut, patchOf } from "./patches.ts";
import { prefixTransformer } from "./prefix.ts";
import { countsOf, withReplicasOf } from "./replicas.ts";

/** How many objects an environment has, and how its overlay makes them. */
export interface Overview {
  readonly environment: string;
  readonly objects: number;
  readonly patched: number;
  readonly own: number;
  readonly leftOut: number;
}

/** One environment's overlay. */
export interface Overlay {
  /** The texts of its files, by their paths in its folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly overview: Overview;
}

export function overlayOf(
  environment: Environment,
  index: number,
  { shared, own }: Parts,
  nameOf: (entry: Rendered) => string,
): Overlay {
  const { namespace, manifests, hasNamespaceField, images, prefix } = environment;
  const files = new Map<string, string>();
  const mine = own[index] ?? [];
  for (const [file, entries] of Map.groupBy(mine, ({ entry, manifest }) =>
    isEncrypted(manifest) ? fileNameOf(manifest) : nameOf(entry),
  ))
    files.set(`resources/${file}.yaml`, documents(entries.map(({ manifest }) => manifest)));
  const resources = [...files.keys()];

  const all = [...shared.map(({ base }) => base), ...mine.map(({ manifest }) => manifest)];
  const gone = shared.filter(({ wanted }) => !wanted.has(index));
  const patches = leavingOut(gone, all);
  const counts = countsOf(
    shared,
    mine.map(({ manifest }) => manifest),
    index,
  );
  for (const one of shared) {
    const { base } = one;
    const final = one.wanted.get(index);
    if (final === undefined) continue;
    const wanted = counts.has(one) ? withReplicasOf(base, final) : final;
    const patch = patchOf(base, wanted, all);
    if (patch === undefined) continue;
    const path = freePath(`patches/${fileNameOf(base)}`, files);
    files.set(path, patch.text);
    patches.push({ path, ...patch.entry });
  }

  const transformers = new Map([
    ...prefixTransformer(prefix),
    ...namespaceTransformers(manifests, namespace),
  ]);
  for (const [path, text] of transformers) files.set(path, text);
  const content = kustomization({
    namespace: hasNamespaceField ? namespace : undefined,
    namePrefix: prefix?.isForAll ? prefix.text : undefined,
    resources: ["../../base", ...resources],
    images: images.entries,
    replicas: [...counts].map(([one, count]) => {
      return { name: one.wanted.get(index)?.metadata.name, count };
    }),
    patches,
    transformers: [...transformers.keys()],
  });
  const overview = {
    environment: environment.name,
    objects: manifests.length,
    patched: patches.filter((patch) => "path" in patch).length,
    own: mine.length,
    leftOut: gone.length,
  };
  return { files: new Map([["kustomization.yaml", content], ...files]), overview };
}

/** Two objects may have one kind and one name, in two groups or namespaces, or but for capitals. */
function freePath(path: string, files: ReadonlyMap<string, string>): string {
  const taken = new Set(files.keys().map((other) => other.toLowerCase()));
  for (let number = 1; ; number++) {
    const free = `${path}${number === 1 ? "" : `-${number}`}.yaml`;
    if (!taken.has(free.toLowerCase())) return free;
  }
}

export function documents(manifests: readonly (Manifest | Fields)[]): string {
  return manifests.map((manifest) => toYaml(manifest)).join("---\n");
}
