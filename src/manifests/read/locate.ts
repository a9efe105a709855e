import type { Step } from "../../kubernetes/validation/field-path.ts";
import type { Part, Surprise } from "./source.ts";
import { isMerge, scalarOf } from "./yaml/decode.ts";
import { lineStart, type MapNode, type Node } from "./yaml/node.ts";
import { keyText, NOT_JSON, resolvePlain } from "./yaml/scalar.ts";
import { surpriseOf } from "./yaml/surprise.ts";

/** Where a path leads in a document's text; a path that is not there leads to its nearest parent. */
export function offsetOf(text: string, root: Node, steps: readonly Step[], part: Part): number {
  let node = target(root);
  let place: Place = { value: root, key: undefined, before: Math.max(root.start, 0) };
  for (const step of steps) {
    const next = child(node, step, place);
    if (next === undefined)
      return part === "key" || place.key ? keyOf(text, place) : placeOf(place);
    place = next;
    node = target(next.value);
  }
  return part === "key" ? keyOf(text, place) : placeOf(place);
}

/** A value, its key, and where it would stand if it is left out. */
interface Place {
  readonly value: Node;
  readonly key: Node | undefined;
  readonly before: number;
}

function target(node: Node): Node {
  let found = node;
  for (let hops = 0; found.type === "alias" && hops < 100; hops++) found = found.target;
  return found;
}

function child(node: Node, step: Step, parent: Place): Place | undefined {
  if (node.type === "list") {
    const value = typeof step === "number" ? node.items[step] : undefined;
    return value && { value, key: undefined, before: before(node.items, step as number, parent) };
  }
  return node.type === "map" ? entry(node, String(step), 0) : undefined;
}

/** A place for an item that is left out: behind the items before it. */
function before(items: readonly Node[], index: number, parent: Place): number {
  for (let at = index; at >= 0; at--) {
    const start = items[at]!.start;
    if (start >= 0) return start;
  }
  return parent.key ? Math.max(parent.key.start, 0) : Math.max(parent.value.start, 0);
}

/** The entry that counts: the last one, or what a merge key brings. */
function entry({ pairs }: MapNode, name: string, depth: number): Place | undefined {
  for (let at = pairs.length - 2; at >= 0; at -= 2) {
    const key = pairs[at]!;
    const value = pairs[at + 1]!;
    if (isMerge(key)) {
      const merged = depth < 100 ? mergedEntry(value, name, depth) : undefined;
      if (merged !== undefined) return merged;
    } else if (nameOf(key) === name) return { value, key, before: Math.max(key.start, 0) };
  }
  return undefined;
}

function mergedEntry(value: Node, name: string, depth: number): Place | undefined {
  const sources = value.type === "list" ? value.items : [value];
  for (const source of sources) {
    const map = target(source);
    const found = map.type === "map" ? entry(map, name, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameOf(key: Node): string | undefined {
  const node = target(key);
  if (node.type !== "scalar") return undefined;
  const name = keyText(scalarOf(node), node.text);
  return name === NOT_JSON ? undefined : name;
}

/** An alias leads to what it stands for. */
function placeOf({ value, before }: Place): number {
  const { start } = target(value);
  return start >= 0 ? start : before;
}

/** An item of a list is known by its dash. */
function keyOf(text: string, { value, key, before }: Place): number {
  if (key !== undefined) return Math.max(key.start, 0);
  const start = value.start >= 0 ? value.start : before;
  const line = lineStart(text, start);
  const dash = start === 0 ? -1 : text.lastIndexOf("- ", start - 1);
  return dash >= line && /^[\s-]*$/.test(text.slice(line, dash)) ? dash : start;
}

/** The path to a node; where several lead to it, the first. */
export function stepsTo(root: Node, wanted: Node): Step[] | undefined {
  let found: Step[] | undefined;
  walk(root, [], (node, steps) => {
    if (node === wanted) found ??= steps();
  });
  return found;
}

/** Plain scalars of a document that mean something else than they seem to. */
export function surprisesIn(root: Node): (Omit<Surprise, "where"> & { readonly offset: number })[] {
  const found: (Omit<Surprise, "where"> & { readonly offset: number })[] = [];
  walk(root, [], (node, steps, part) => {
    if (node.type !== "scalar" || !node.plain || node.tag !== undefined) return;
    const kind = surpriseOf(node.text);
    if (kind === undefined) return;
    const value = resolvePlain(node.text);
    const becomes = part === "key" ? keyText(value, node.text) : value;
    if (becomes === NOT_JSON) return;
    found.push({ kind, text: node.text, becomes, part, steps: steps(), offset: node.start });
  });
  return found;
}

/** Every key and value that is written, each once. */
function walk(
  node: Node,
  path: Step[],
  visit: (node: Node, steps: () => Step[], part: Part) => void,
  part: Part = "value",
): void {
  visit(node, () => [...path], part);
  if (node.type === "list")
    for (const [index, item] of node.items.entries()) {
      path.push(index);
      walk(item, path, visit);
      path.pop();
    }
  if (node.type !== "map") return;
  for (let at = 0; at < node.pairs.length; at += 2) {
    const key = node.pairs[at]!;
    path.push(nameOf(key) ?? "");
    walk(key, path, visit, "key");
    walk(node.pairs[at + 1]!, path, visit);
    path.pop();
  }
}
