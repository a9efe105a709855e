import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { ReadOptions, ValueMap } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { isMap } from "../values.ts";
import { buildWithNotes } from "./build.ts";

/** The real path of a file that kustomize took an object from, or of the kustomization that made it. */
export type Note = { readonly path: string } | { readonly configuredIn: string };

/** What kustomize notes of each built object, by its identity. */
export function notesOf(folder: string, options: ReadOptions): ReadonlyMap<string, Note> {
  const notes = new Map<string, Note>();
  const built = buildWithNotes(folder, options);
  if (built === undefined) return notes;
  for (const { objects } of documentsOf(folder, built.text))
    for (const { value } of objects) {
      const note = noteOf(value, built.from);
      if (note !== undefined) notes.set(identityOf(value), note);
    }
  return notes;
}

/** What no two objects of a build have in common. */
export function identityOf({ apiVersion, kind, metadata }: ValueMap): string {
  const { namespace, name } = isMap(metadata) ? metadata : {};
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

/** Kustomize writes `path: …` or `configuredIn: …` and more, a line each. */
function noteOf({ metadata }: ValueMap, from: string): Note | undefined {
  const annotations = isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {};
  const text = annotations["config.kubernetes.io/origin"];
  if (typeof text !== "string") return undefined;
  const pairs = [...text.matchAll(/^(\w+): (.*)$/gm)];
  const { path, configuredIn } = Object.fromEntries(
    pairs.map(([, key, value]) => [key!, value!.replace(/^['"]|['"]$/g, "")]),
  ) as { readonly path?: string; readonly configuredIn?: string };
  if (configuredIn !== undefined) return { configuredIn: real(resolve(from, configuredIn)) };
  return path === undefined ? undefined : { path: real(resolve(from, path)) };
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
