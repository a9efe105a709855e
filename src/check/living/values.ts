import { split } from "../../manifests/read/split.ts";
import { composeYaml } from "../../manifests/read/yaml/compose.ts";
import { type Node, Stop } from "../../manifests/read/yaml/node.ts";
import { type IsValue, mark } from "./comments.ts";

/** Tells whether a place is inside of a value of a YAML text that has comments which suppress something. */
export function valuesIn(text: string): IsValue {
  const ranges: (readonly [from: number, to: number])[] = [];
  for (const { start, end, syntax, stop } of split(text)) {
    const piece = text.slice(start, end);
    if (stop || !piece.includes(mark)) continue;
    if (syntax === "json") ranges.push([start, end]);
    else for (const [from, to] of scalarsIn(piece)) ranges.push([start + from, start + to]);
  }
  return (offset) => ranges.some(([from, to]) => from < offset && offset < to);
}

/** Of a template, or of what is no YAML, nothing is known. */
function scalarsIn(text: string): (readonly [number, number])[] {
  try {
    const { root } = composeYaml(text.endsWith("\n") ? text : `${text}\n`);
    return root === undefined ? [] : scalars(root).filter(([from, to]) => hasMark(text, from, to));
  } catch (error) {
    if (error instanceof Stop) return [];
    throw error;
  }
}

function hasMark(text: string, from: number, to: number): boolean {
  const at = text.indexOf(mark, from);
  return at !== -1 && at < to;
}

function scalars(node: Node): (readonly [number, number])[] {
  if (node.type === "scalar") return node.start < 0 ? [] : [[node.start, node.end]];
  if (node.type === "alias") return [];
  return (node.type === "list" ? node.items : node.pairs).flatMap(scalars);
}
