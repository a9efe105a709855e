import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { ValueMap } from "../source.ts";
import { isMap } from "../values.ts";
import type { Tree } from "./tree.ts";

/** Flux builds without asking where files lie. */
export const UNRESTRICTED = ["--load-restrictor", "LoadRestrictionsNone"];

/**
 * Whether an object is a Kustomization of Flux that builds a folder, or one above it: without a
 * kustomization there it takes each below it.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#path
 */
export function isBuiltBy({ apiVersion, kind, spec }: ValueMap, folder: string): boolean {
  const isFluxs = String(apiVersion).startsWith("kustomize.toolkit.fluxcd.io/");
  if (!isFluxs || kind !== "Kustomization" || !isMap(spec)) return false;
  const path = String(spec.path ?? "").replace(/^(?:\.?\/)+|\/+$/g, "");
  return path === "" || path === "." || `${realpathSync(folder)}/`.includes(`/${path}/`);
}

/** Whether what a tree holds says that Flux builds it, as a cluster's own folder does. */
export function isBuiltByFlux({ root, files }: Tree): boolean {
  const objects = [...files.values()].flatMap(({ documents }) =>
    documents.flatMap((document) => document.objects),
  );
  return root !== undefined && objects.some(({ value }) => isBuiltBy(value, dirname(root.file)));
}
