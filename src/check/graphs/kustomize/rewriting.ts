import type { Kustomization } from "../../../manifests/read/index.ts";
import { isMap, maps, texts } from "../../../manifests/read/values.ts";
import type { EditInFile } from "../../living/fix/edit.ts";
import { appended, Block, moved, prepended, renamed, withLines } from "./block.ts";

/** How a deprecated field is written today; none where that is not sure to build the same. */
type Rewriting = (kustomization: Kustomization) => readonly EditInFile[];

/**
 * What `--fix` makes of deprecated fields, in the order in which kustomize applies the fields of today.
 *
 * @see sigs.k8s.io/kustomize/api/types/kustomization.go FixKustomizationPreMarshalling
 * @see sigs.k8s.io/kustomize/api/internal/target/kusttarget.go configureBuiltinTransformers
 */
export const rewritings: Readonly<Record<string, Rewriting>> = {
  // Behind the resources, where kustomize puts them itself.
  bases: (it) => into(it, "bases", "resources", appended),
  imageTags: (it) => (has(it, "images") ? [] : renamed(it, "imageTags", "images")),
  patchesStrategicMerge,
  patchesJson6902,
  commonLabels,
};

function has({ value }: Kustomization, field: string): boolean {
  return value[field] !== undefined && value[field] !== null;
}

function into(
  it: Kustomization,
  from: string,
  to: string,
  put: typeof appended,
): readonly EditInFile[] {
  if (!Object.hasOwn(it.value, to)) return renamed(it, from, to);
  const [source, target] = [Block.of(it, from), Block.of(it, to)];
  return source && target ? put(source, target, source.items()) : [];
}

/** They come before what is in `patches`; a patch that deletes does so only here. */
function patchesStrategicMerge(it: Kustomization): readonly EditInFile[] {
  const field = "patchesStrategicMerge";
  const own = it.patches.filter(({ steps }) => steps[0] === field);
  const isPlain = own.every(({ documents }) => {
    const [first] = documents;
    return documents.length === 1 && first && !first.document.text.includes("$patch");
  });
  const block = Block.of(it, field);
  if (!isPlain || own.length !== texts(it.value[field]).length || !block) return [];
  const items = block.items() && asPatches(block.items() ?? []);
  if (Object.hasOwn(it.value, "patches")) {
    const target = Block.of(it, "patches");
    return target ? prepended(block, target, items) : [];
  }
  if (items) return withLines(block, [`patches:${block.tail}`, ...items]);
  const list = /^\s*\[\s*([\w./-]+(?:\s*,\s*[\w./-]+)*)\s*\](\s*#.*)?$/.exec(block.tail);
  if (!list || block.lines.length > 1) return [];
  const paths = (list[1] ?? "").split(",").map((each) => `{ path: ${each.trim()} }`);
  return withLines(block, [`patches: [${paths.join(", ")}]${list[2] ?? ""}`]);
}

/** Items of `patchesStrategicMerge`, paths and texts, as those of `patches`. */
function asPatches(lines: readonly string[]): readonly string[] | undefined {
  const depth = lines[0]?.search(/\S/) ?? 0;
  let isText = false;
  const written = lines.map((line) => {
    const [, indent = "", rest] = /^( *)- +(\S.*)$/.exec(line) ?? [];
    if (rest === undefined || indent.length !== depth) {
      const isFree = line.trim() === "" || line.trimStart().startsWith("#");
      if (isText && line.search(/\S/) > depth) return `  ${line}`;
      return isFree ? line : undefined;
    }
    isText = /^\|[-+]?\s*(?:#.*)?$/.test(rest);
    if (isText) return `${indent}- patch: ${rest}`;
    return /^["']?[\w./-]+["']?\s*(?:#.*)?$/.test(rest) ? `${indent}- path: ${rest}` : undefined;
  });
  return written.every((line) => line !== undefined) ? written : undefined;
}

/** What is done between `patches` and these, whose place is behind it. */
const BETWEEN = [
  "namespace",
  "namePrefix",
  "nameSuffix",
  "labels",
  "commonLabels",
  "commonAnnotations",
];

function patchesJson6902(it: Kustomization): readonly EditInFile[] {
  if ([...BETWEEN, "patchesStrategicMerge"].some((field) => has(it, field))) return [];
  return into(it, "patchesJson6902", "patches", appended);
}

function commonLabels(it: Kustomization): readonly EditInFile[] {
  const { value } = it;
  const block = Block.of(it, "commonLabels");
  const labels = value.commonLabels;
  // These may say in which fields labels stand.
  if (!block || !isMap(labels) || has(it, "configurations")) return [];
  const others = maps(value.labels).flatMap(([, { pairs }]) =>
    isMap(pairs) ? Object.keys(pairs) : [],
  );
  if (Object.keys(labels).some((key) => others.includes(key))) return [];
  const target = Object.hasOwn(value, "labels") ? Block.of(it, "labels") : undefined;
  const depth = target?.depth ?? block.depthOfLists;
  const item = labelsItem(block, depth);
  if (!item) return [];
  if (Object.hasOwn(value, "labels")) return target ? appended(block, target, item) : [];
  const isOnOneLine = block.lines.length === 1;
  return withLines(block, [`labels:${isOnOneLine ? "" : block.tail}`, ...item]);
}

function labelsItem(block: Block, depth: number): readonly string[] | undefined {
  const indent = " ".repeat(depth);
  const end = `${indent}  includeSelectors: true`;
  if (block.lines.length === 1)
    return /^\s*\{[^{}]*\}\s*(?:#.*)?$/.test(block.tail)
      ? [`${indent}- pairs:${block.tail}`, end]
      : undefined;
  const pairs = moved(block.lines.slice(1), depth + 4);
  return block.isPlain && pairs ? [`${indent}- pairs:`, ...pairs, end] : undefined;
}
