import {
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Assumptions } from "../../../../src/check/assumptions.ts";
import type { Finding } from "../../../../src/check/finding.ts";
import { rules } from "../../../../src/check/rules.ts";
import { run } from "../../../../src/check/run.ts";
import { worldOf } from "../../../../src/check/world.ts";
import { readTogether } from "../../../../src/inputs/files.ts";
import { documentsOf } from "../../../../src/manifests/read/stream.ts";
import { Random } from "../../../agreement/random.ts";
import { NEEDS_GO } from "../../../go-program.ts";
import { kustomizeProgram } from "../../../manifests/kustomize/program.ts";
import { get } from "../draft.ts";
import { heightOf, keyOf, type Outcome, placeOf, told } from "../recall.ts";
import { FileDraft, type FilePlace, layersOf } from "./draft.ts";
import type { FilePlant } from "./plants.ts";
import type { FileTree } from "./trees.ts";

/**
 * Plants every fault into a kustomize tree, once for each seed, and looks what is found.
 *
 * @param environment in whose PATH kustomize is
 * @returns what became of each, and how many objects the tree builds
 */
export async function recallFiles(
  tree: FileTree,
  plants: readonly FilePlant[],
  seeds: readonly number[],
  environment: { readonly PATH: string },
): Promise<{ readonly objects: number; readonly outcomes: readonly Outcome[] }> {
  const look = async () => {
    const found = await readTogether([join(tree.folder, tree.root)], { environment });
    const assumptions = new Assumptions().implying(tree.assumed);
    const world = await worldOf({ ...found, minor: tree.minor, before: [], assumptions });
    return { world, findings: run(rules, world) };
  };
  const before = await look();
  const said = new Set(before.findings.map(keyOf));
  const stood = new Set(before.findings.map(placeOf));
  const layers = layersOf(tree.folder, tree.root);
  const outcomes: Outcome[] = [];
  for (const plant of plants) {
    const done = new Set<string>();
    for (const seed of seeds) {
      const draft = new FileDraft(layers, new Random(seed));
      const places = plant.plant(draft);
      if (!places) break;
      // Where there is one place for it, every seed finds that one.
      const text = JSON.stringify([...draft.files]);
      if (done.has(text)) continue;
      done.add(text);
      const restore = put(tree, draft.files);
      const fresh = (await look()).findings.filter((finding) => !said.has(keyOf(finding)));
      const spans = places.map((place) => spanOf(tree, place));
      restore();
      const there = fresh.filter((finding) => spans.some((span) => isWithin(finding, span)));
      outcomes.push({
        tree: tree.name,
        plant: plant.id,
        seed,
        rules: plant.rules.filter((id) => there.some(({ rule }) => rule === id)),
        beside: there.filter(({ rule }) => !plant.rules.includes(rule)).map(told),
        elsewhere: fresh
          .filter((finding) => !there.includes(finding) && !stood.has(placeOf(finding)))
          .map(told),
      });
    }
  }
  return { objects: before.world.objects.length, outcomes };
}

/** Writes the files of a draft; what it returns puts back what was there. */
function put({ folder }: FileTree, files: ReadonlyMap<string, string>): () => void {
  const before = [...files].map(([name, text]) => {
    const path = join(folder, name);
    const old = textIn(path);
    writeFileSync(path, text);
    return { path, old };
  });
  return () => {
    for (const { path, old } of before)
      if (old === undefined) rmSync(path);
      else writeFileSync(path, old);
  };
}

function textIn(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** A folder for PATH with the real kustomize. */
export function kustomizeFolder(): string {
  const program = kustomizeProgram();
  if (program === undefined) throw new Error(NEEDS_GO);
  const folder = mkdtempSync(join(tmpdir(), "slipway-path-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(program, join(folder, "kustomize"));
  return folder;
}

interface Span {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

function spanOf({ folder }: FileTree, { file, steps, isFirstLine }: FilePlace): Span {
  const path = realpathSync(join(folder, file));
  const [document] = documentsOf(path, readFileSync(path, "utf8"));
  if (!document) throw new Error(`there is nothing in ${file}`);
  const first = document.locate(steps, "key").line;
  if (isFirstLine) return { file: path, first, last: first };
  return { file: path, first, last: first + heightOf(steps, get(document.value, steps)) - 1 };
}

function isWithin({ file, line }: Finding, span: Span): boolean {
  return realpathSync(file) === span.file && line >= span.first && line <= span.last;
}
