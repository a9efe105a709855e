import { dump } from "js-yaml";
import { Assumptions } from "../../../src/check/assumptions.ts";
import type { Finding } from "../../../src/check/finding.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { type Subject, type World, worldOf } from "../../../src/check/world.ts";
import { readTogether } from "../../../src/inputs/files.ts";
import type { Step } from "../../../src/kubernetes/validation/field-path.ts";
import { Random } from "../../agreement/random.ts";
import { Draft, type Manifest } from "./draft.ts";
import type { Plant } from "./plant.ts";
import type { Tree } from "./trees.ts";

/** What became of one planted fault. */
export interface Outcome {
  readonly tree: string;
  readonly plant: string;
  readonly seed: number;
  /** The rules that found it where it was planted; empty where it was missed. */
  readonly rules: readonly string[];
  /** What else was found that was not found before. */
  readonly elsewhere: readonly string[];
}

/** Plants every fault into a tree, once for each seed, and looks what is found. */
export async function recall(
  tree: Tree,
  plants: readonly Plant[],
  seeds: readonly number[],
): Promise<Outcome[]> {
  const before = new Set(
    run(rules, await worldFor(tree, tree.objects)).map((finding) => keyOf(finding)),
  );
  const outcomes: Outcome[] = [];
  for (const plant of plants) {
    const done = new Set<string>();
    for (const seed of seeds) {
      const draft = new Draft(tree.objects, new Random(seed));
      const places = plant.plant(draft);
      if (!places) break;
      const text = JSON.stringify(draft.objects);
      if (done.has(text)) continue;
      done.add(text);
      const world = await worldFor(tree, draft.objects);
      const fresh = run(rules, world).filter((finding) => !before.has(keyOf(finding)));
      const lines = places.map(({ object, steps }) =>
        linesOf(world.objects[draft.objects.indexOf(object)] as Subject, object, steps),
      );
      const isThere = ({ line }: Finding) =>
        lines.some(({ first, last }) => line >= first && line <= last);
      outcomes.push({
        tree: tree.name,
        plant: plant.id,
        seed,
        rules: [...new Set(fresh.filter(isThere).map(({ rule }) => rule))],
        elsewhere: fresh.filter((finding) => !isThere(finding)).map(told),
      });
    }
  }
  return outcomes;
}

async function worldFor(tree: Tree, objects: readonly Manifest[]): Promise<World> {
  const text = objects.map((object) => dump(object, { noRefs: true, lineWidth: -1 })).join("---\n");
  const stdin = (async function* () {
    yield Buffer.from(text);
  })();
  const found = await readTogether(["-"], { stdin });
  const assumptions = new Assumptions().implying(tree.assumed);
  return worldOf({ ...found, minor: tree.minor, before: [], assumptions });
}

/** The lines of what was planted: of a value that goes over several lines, all of them. */
function linesOf(
  subject: Subject,
  object: Manifest,
  steps: readonly Step[],
): { first: number; last: number } {
  const first = subject.locate(steps, "key").line;
  const value = steps.reduce<unknown>(
    (at, step) => (at as Record<Step, unknown> | undefined)?.[step],
    object,
  );
  const height = dump(value ?? "")
    .trimEnd()
    .split("\n").length;
  return { first, last: first + height };
}

/** A finding by what it says: lines move when something is planted. */
function keyOf({ rule, object, path, message }: Finding): string {
  return JSON.stringify([rule, object, path, message]);
}

function told({ rule, object, path, message }: Finding): string {
  return `${rule} ${object?.kind ?? ""} ${object?.name ?? ""} ${path}: ${message}`;
}
