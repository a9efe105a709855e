import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Value, ValueMap } from "../source.ts";
import { isMap } from "../values.ts";
import { at, counterpart } from "./match.ts";
import type { PatchDocument, PatchField } from "./patch.ts";
import type { BuiltObject, Setter } from "./setters.ts";
import type { Kustomization } from "./tree.ts";

/** The patches of a kustomization that set a field, the last first. */
export function* patchSetters(
  kustomization: Kustomization,
  object: BuiltObject,
  steps: readonly Step[],
  field: PatchField,
): Generator<Setter> {
  for (const { steps: entry, target, documents } of kustomization.patches.toReversed()) {
    if (entry[0] !== field || (target !== undefined && !isTarget(target, object))) continue;
    for (const patch of documents.toReversed())
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
