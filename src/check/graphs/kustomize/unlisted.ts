import { basename, dirname, relative } from "node:path";
import { isNamespaced } from "../../../kubernetes/kinds.ts";
import type { Kustomization, ResourceFile, ValueMap } from "../../../manifests/read/index.ts";
import { identityOf } from "../../identity.ts";
import { someOf } from "../../objects/titles.ts";
import type { FoundInFile } from "../../rule.ts";
import { once, type World } from "../../world.ts";

/** Manifests beside a kustomization that no kustomization names: one finding for each. */
export function unlistedFiles(world: World): FoundInFile[] {
  const reached = new Set(world.trees.flatMap(({ files }) => [...files.keys()]));
  const seen = new Set<string>();
  return world.trees.flatMap(({ beside }) =>
    beside(reached).flatMap(({ kustomization, files }) => {
      if (seen.has(kustomization.file)) return [];
      seen.add(kustomization.file);
      const meant = files.filter((file) => isMeant(file) && !isThere(world, file));
      return meant.length > 0 ? [foundIn(kustomization, meant)] : [];
    }),
  );
}

function foundIn(kustomization: Kustomization, files: readonly ResourceFile[]): FoundInFile {
  const { document, resources, patches } = kustomization;
  const paths = files.map(({ file }) => relative(dirname(kustomization.file), file));
  const titles = files.flatMap(objectsOf).map(titleIn);
  const isOne = files.length === 1;
  // Where most of a folder is not listed, that is how it is used.
  const isUsual = files.length > resources.length + patches.length || files.every(isForAdmins);
  return {
    where: document.locate(["resources"], "key"),
    message: `${someOf(paths)} ${isOne ? "lies" : "lie"} beside it and no kustomization names ${isOne ? "it" : "them"}: ${someOf(titles)}`,
    ...(isUsual ? { severity: "info" as const } : {}),
  };
}

/** Whether the objects of a file are in what was built, out of another. */
function isThere(world: World, file: ResourceFile): boolean {
  return objectsOf(file).every(({ kind, apiVersion, metadata }) => {
    const { name } = (metadata ?? {}) as ValueMap;
    return built(world).has(JSON.stringify([apiVersion, kind, name]));
  });
}

const built = once(
  (world): ReadonlySet<string> =>
    new Set(
      world.objects.map(({ object }) => {
        const { apiVersion, kind, name } = identityOf(object);
        return JSON.stringify([apiVersion, kind, name]);
      }),
    ),
);

/** What Kubebuilder writes beside for the administrators of a cluster, and does not list. */
function isForAdmins({ file }: ResourceFile): boolean {
  return /(?:^|[/_-])(?:editor|viewer|admin)_role\.ya?ml$/.test(file);
}

function objectsOf({ documents }: ResourceFile): ValueMap[] {
  return documents.flatMap(({ objects }) => objects.map(({ value }) => value));
}

function titleIn({ kind, metadata }: ValueMap): string {
  const { name } = (metadata ?? {}) as ValueMap;
  return typeof name === "string" ? `${kind} ${name}` : String(kind);
}

const ASIDE =
  /example|sample|template|\btest|readme|\bdec(rypted)?\b|disabled|\bold\b|backup|\bbak\b/i;

/** Only what the cluster would take: much else that is YAML lies in folders for other programs. */
function isMeant(file: ResourceFile): boolean {
  const objects = objectsOf(file);
  // Definitions are often put into the cluster before everything else, by themselves.
  const isDefinition = objects.every(({ kind }) => kind === "CustomResourceDefinition");
  return (
    !isDefinition &&
    !ASIDE.test(basename(file.file)) &&
    file.documents.every(({ problems }) => problems.length === 0) &&
    objects.every(
      ({ apiVersion, kind }) => isNamespaced(String(apiVersion), String(kind)) !== undefined,
    )
  );
}
