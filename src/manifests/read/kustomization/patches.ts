import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Where } from "../../../problem.ts";
import type { Document, Part, Value, ValueMap } from "../source.ts";
import { documentsOf } from "../stream.ts";
import { at, counterpart } from "./match.ts";
import type { BuiltObject, Setter } from "./setters.ts";
import { isMap, type Kustomization } from "./tree.ts";

type Field = "patches" | "patchesJson6902" | "patchesStrategicMerge";

/** One document of a patch, and how its places become places of the file it is written in. */
interface PatchDocument {
  readonly document: Document;
  readonly where: (steps: readonly Step[], part: Part) => Where;
}

/** The patches of a kustomization that set a field, the last first. */
export function* patchSetters(
  kustomization: Kustomization,
  object: BuiltObject,
  steps: readonly Step[],
  field: Field,
): Generator<Setter> {
  const list = kustomization.value[field];
  if (!Array.isArray(list)) return;
  for (let index = list.length - 1; index >= 0; index--) {
    const entry: Value = list[index];
    const target = isMap(entry) && isMap(entry.target) ? entry.target : undefined;
    if (target !== undefined && !isTarget(target, object)) continue;
    for (const patch of documentsIn(kustomization, field, index, entry).toReversed())
      yield* settersIn(patch, object, steps, target !== undefined);
  }
}

function* settersIn(
  { document, where }: PatchDocument,
  object: BuiltObject,
  steps: readonly Step[],
  isTargeted: boolean,
): Generator<Setter> {
  const { value } = document;
  if (Array.isArray(value)) {
    for (const [path, set] of operations(value, object, steps))
      yield { value: set, where: (part) => where(path, part) };
    return;
  }
  if (!isMap(value) || (!isTargeted && !isFor(value, object))) return;
  const path = counterpart(value, object.value, steps);
  if (path.length < steps.length) return;
  yield { value: at(value, path), where: (part) => where(path, part) };
}

/** Operations of a JSON patch that reach a path, the last first. */
function operations(
  list: readonly Value[],
  object: BuiltObject,
  steps: readonly Step[],
): [Step[], Value | undefined][] {
  const found: [Step[], Value | undefined][] = [];
  for (const [index, operation] of [...list.entries()].reverse()) {
    if (!isMap(operation) || typeof operation.path !== "string") continue;
    if (operation.op !== "add" && operation.op !== "replace") continue;
    const pointer = operation.path
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    const isOnWay = pointer.every(
      (token, at) => at < steps.length && (token === String(steps[at]) || token === "-"),
    );
    if (!isOnWay) continue;
    const rest = steps.slice(pointer.length);
    const set = at(operation.value, rest);
    const isAppended = pointer.includes("-");
    if (set === undefined || (isAppended && set !== object.wanted)) continue;
    found.push([[index, "value", ...rest], set]);
  }
  return found;
}

/** A patch without a target names its object. */
function isFor(patch: ValueMap, { value, name }: BuiltObject): boolean {
  const { metadata } = patch;
  const patched = isMap(metadata) ? metadata.name : undefined;
  const built = isMap(value.metadata) ? value.metadata.name : undefined;
  return patch.kind === value.kind && (patched === name || patched === built);
}

/** The kind and name of a target are regular expressions for the whole. */
function isTarget(target: ValueMap, { value, name }: BuiltObject): boolean {
  const built = isMap(value.metadata) ? value.metadata.name : undefined;
  return (
    matches(target.kind, value.kind) && (matches(target.name, name) || matches(target.name, built))
  );
}

function matches(pattern: Value | undefined, text: Value | undefined): boolean {
  if (typeof pattern !== "string" || pattern === "") return true;
  try {
    return typeof text === "string" && new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return pattern === text;
  }
}

function documentsIn(
  kustomization: Kustomization,
  field: Field,
  index: number,
  entry: Value,
): PatchDocument[] {
  const text = isMap(entry) ? entry.patch : undefined;
  if (typeof text === "string") return inline(kustomization, [field, index, "patch"], text);
  if (typeof entry === "string" && entry.includes("\n"))
    return inline(kustomization, [field, index], entry);
  const path = isMap(entry) ? entry.path : entry;
  if (typeof path !== "string") return [];
  const full = join(kustomization.folder, path);
  if (!existsSync(full)) return [];
  const documents = kustomization.files.get(realpathSync(full))?.documents ?? [];
  return documents.map((document) => ({
    document,
    where: (steps, part) => document.locate(steps, part),
  }));
}

/** A patch that is written in the kustomization itself: a block, whose lines are lines of the file. */
function inline(kustomization: Kustomization, path: Step[], text: string): PatchDocument[] {
  const { document } = kustomization;
  return [...documentsOf(kustomization.file, text)].map((patch) => ({
    document: patch,
    where: (steps, part) => {
      const start = document.locate(path);
      const { line, column } = patch.locate(steps, part);
      const lines = document.text.split("\n");
      const above = lines[start.line - document.line] ?? "";
      if (!/[|>][-+\d]*\s*(?:#.*)?$/.test(above)) return start;
      const indent = /^ */.exec(lines[start.line - document.line + 1] ?? "")![0].length;
      return { file: kustomization.file, line: start.line + line, column: column + indent };
    },
  }));
}
