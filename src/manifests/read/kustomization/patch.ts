import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Document, Part, Value, ValueMap } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { isMap } from "../values.ts";
import type { Kustomization, ResourceFile } from "./tree.ts";

const fields = ["patchesStrategicMerge", "patches", "patchesJson6902"] as const;

/** Where a kustomization has patches. */
export type PatchField = (typeof fields)[number];

/** A patch of a kustomization: one entry, with the documents of its file or text. */
export interface Patch {
  /** The entry, in the kustomization. */
  readonly steps: readonly [PatchField, number];
  /** What it says that it is for; without it, each document names its object. */
  readonly target: ValueMap | undefined;
  readonly documents: readonly PatchDocument[];
}

/** One document of a patch, and how its places become places of the file it is written in. */
export interface PatchDocument {
  readonly document: Document;
  readonly where: (steps: readonly Step[], part: Part) => Where;
}

type Home = Pick<Kustomization, "file" | "folder" | "document" | "value">;

/** @param files of the tree, by their real paths */
export function patchesIn(home: Home, files: ReadonlyMap<string, ResourceFile>): Patch[] {
  return fields.flatMap((field) => {
    const list = home.value[field];
    if (!Array.isArray(list)) return [];
    return list.map((entry: Value, index): Patch => {
      const target = isMap(entry) && isMap(entry.target) ? entry.target : undefined;
      return { steps: [field, index], target, documents: documentsIn(home, files, field, index) };
    });
  });
}

function documentsIn(
  home: Home,
  files: ReadonlyMap<string, ResourceFile>,
  field: PatchField,
  index: number,
): PatchDocument[] {
  const entry = (home.value[field] as readonly Value[])[index];
  const text = isMap(entry) ? entry.patch : undefined;
  if (typeof text === "string") return inline(home, [field, index, "patch"], text);
  if (typeof entry === "string" && entry.includes("\n")) return inline(home, [field, index], entry);
  const path = isMap(entry) ? entry.path : entry;
  if (typeof path !== "string") return [];
  const full = join(home.folder, path);
  if (!existsSync(full)) return [];
  const documents = files.get(realpathSync(full))?.documents ?? [];
  return documents.map((document) => ({
    document,
    where: (steps, part) => document.locate(steps, part),
  }));
}

/** A patch that is written in the kustomization itself: a block, whose lines are lines of the file. */
function inline({ file, document }: Home, path: Step[], text: string): PatchDocument[] {
  return [...documentsOf(file, text)].map((patch) => ({
    document: patch,
    where: (steps, part) => {
      const start = document.locate(path);
      const { line, column } = patch.locate(steps, part);
      const lines = document.text.split("\n");
      const above = lines[start.line - document.line] ?? "";
      if (!/[|>][-+\d]*\s*(?:#.*)?$/.test(above)) return start;
      const indent = /^ */.exec(lines[start.line - document.line + 1] ?? "")![0].length;
      return { file, line: start.line + line, column: column + indent };
    },
  }));
}
