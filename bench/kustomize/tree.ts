import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { toYaml } from "../../src/yaml.ts";
import { identity, type Written } from "../objects.ts";
import { bare, commonLabels, type Fact, imageTags } from "./facts.ts";
import { difference } from "./patch.ts";

/**
 * Writes a base and an overlay as a person keeps them. The base has the objects that another
 * environment shares, in a file per component, without namespace, common labels and the tags of own
 * images. The overlay adds those, the replicas, the objects that only it has, and a strategic merge
 * patch for each object that differs.
 *
 * @param shared what the other environment is made of
 * @param wanted what the overlay is to build
 * @returns the folder of the overlay
 */
export function writeTree(folder: string, shared: readonly Written[], wanted: readonly Written[]) {
  const fact: Fact = { labels: commonLabels(wanted), tags: imageTags(shared, wanted) };
  const others = new Map(shared.map((object) => [identity(object), bare(object, fact)]));
  const own = wanted.filter((object) => !others.has(identity(object)));
  const pairs = wanted.flatMap((object) => {
    const base = others.get(identity(object));
    return base === undefined ? [] : [{ base, wanted: bare(object, fact) }];
  });
  const resources = writeObjects(
    join(folder, "base"),
    pairs.map(({ base }) => base),
  );
  writeKustomization(join(folder, "base"), { resources });

  const overlay = join(folder, "overlay");
  const patches = pairs.flatMap(({ base, wanted }) => {
    const changes = difference(base, wanted);
    if (changes === undefined) return [];
    const { apiVersion, kind, metadata } = base;
    const path = `patches/${kind.toLowerCase()}-${metadata.name}.yaml`;
    const name = { name: metadata.name };
    const patch = { apiVersion, kind, ...changes, metadata: { ...name, ...metadataOf(changes) } };
    write(join(overlay, path), toYaml(patch));
    return [{ path }];
  });
  writeKustomization(overlay, {
    namespace: wanted.find(({ kind }) => kind === "Namespace")!.metadata.name,
    resources: ["../base", ...writeObjects(overlay, own)],
    labels: [{ pairs: fact.labels }],
    images: Object.entries(fact.tags).map(([name, newTag]) => ({ name, newTag })),
    replicas: pairs.flatMap(({ wanted }) => replicas(wanted)),
    patches,
  });
  return overlay;
}

function metadataOf(changes: { [field: string]: unknown }): object {
  return (changes.metadata as object | undefined) ?? {};
}

function replicas({ metadata, spec }: Written): { name: string; count: number }[] {
  const count = (spec as { replicas?: number } | undefined)?.replicas;
  return count === undefined ? [] : [{ name: metadata.name, count }];
}

/** A file for each component, and one for each kind of what belongs to none. */
function writeObjects(folder: string, objects: readonly Written[]): string[] {
  const files = Map.groupBy(objects, ({ kind, metadata }) => {
    const component = metadata.labels?.["app.kubernetes.io/name"];
    return `${component ?? kind.toLowerCase()}.yaml`;
  });
  for (const [name, parts] of files) {
    write(join(folder, name), parts.map((object) => toYaml(object)).join("---\n"));
  }
  return [...files.keys()];
}

function writeKustomization(folder: string, content: object): void {
  const head = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };
  write(join(folder, "kustomization.yaml"), toYaml({ ...head, ...content }));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
