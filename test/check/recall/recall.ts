import { dump } from "js-yaml";
import { Assumptions } from "../../../src/check/assumptions.ts";
import type { Finding } from "../../../src/check/finding.ts";
import { rules } from "../../../src/check/rules.ts";
import { run } from "../../../src/check/run.ts";
import { type Subject, type World, worldOf } from "../../../src/check/world.ts";
import { type FromFiles, readTogether } from "../../../src/inputs/files.ts";
import type { Step } from "../../../src/kubernetes/validation/field-path.ts";
import { Random } from "../../agreement/random.ts";
import { Draft, type Manifest, type Place } from "./draft.ts";
import type { Plant } from "./plant.ts";
import type { Tree } from "./trees.ts";

/** What became of one planted fault. */
export interface Outcome {
  readonly tree: string;
  readonly plant: string;
  readonly seed: number;
  /** Those of the plant's rules that found it where it was planted; empty where it was missed. */
  readonly rules: readonly string[];
  /** What other rules say of the same lines. */
  readonly beside: readonly string[];
  /** What else was found that was not found before. */
  readonly elsewhere: readonly string[];
}

/** Plants every fault into a tree, once for each seed, and looks what is found. */
export async function recall(
  tree: Tree,
  plants: readonly Plant[],
  seeds: readonly number[],
): Promise<Outcome[]> {
  const bed = await bedOf(tree);
  const before = run(rules, await bed.world());
  const said = new Set(before.map(keyOf));
  // One that stands where it stood, and counts or names others now, is not new.
  const stood = new Set(before.map(placeOf));
  const outcomes: Outcome[] = [];
  for (const plant of plants) {
    const done = new Set<string>();
    for (const seed of seeds) {
      const draft = new Draft(bed.objects, new Random(seed), tree.assumed);
      const places = plant.plant(draft);
      if (!places) break;
      // Where there is one place for it, every seed finds that one.
      const text = JSON.stringify([draft.objects, places]);
      if (done.has(text)) continue;
      done.add(text);
      const world = await bed.world(draft);
      const fresh = run(rules, world).filter((finding) => !said.has(keyOf(finding)));
      const spans = places.map((place) =>
        spanOf(world.objects[draft.objects.indexOf(place.object)] as Subject, place),
      );
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
  return outcomes;
}

/** What is planted in, and how it makes a world; what nothing was planted in is written once. */
async function bedOf({ objects, assumed, isPlatform, minor }: Tree) {
  const known = new Map(objects.map((object) => [JSON.stringify(object), textOf(object)]));
  const assumptions = new Assumptions().implying(assumed);

  async function world(draft?: Draft): Promise<World> {
    const texts = (draft?.objects ?? objects).map((object) => {
      const text = known.get(JSON.stringify(object)) ?? textOf(object);
      return draft?.rewritten.get(object)?.(text) ?? text;
    });
    const found = await read(texts.join("---\n"));
    // What a platform renders comes from no file: all of it is there.
    const own = found.objects.map((subject) => ({ ...subject, from: undefined }));
    const all = isPlatform ? own : found.objects;
    return worldOf({ ...found, objects: all, minor, before: [], assumptions });
  }

  return { objects, world };
}

function textOf(object: Manifest): string {
  return dump(object, { noRefs: true, lineWidth: -1 });
}

async function read(text: string): Promise<FromFiles> {
  const stdin = (async function* () {
    yield Buffer.from(text);
  })();
  return readTogether(["-"], { stdin });
}

interface Span {
  readonly object: Subject["object"];
  readonly first: number;
  readonly last: number;
}

/** The lines of what was planted: of a value that goes over several lines, all of them. */
function spanOf(subject: Subject, { object, steps, isFirstLine }: Place): Span {
  const first = subject.locate(steps, "key").line;
  if (isFirstLine) {
    const last = Math.max(first, subject.locate(steps, "value").line);
    return { object: subject.object, first, last };
  }
  const value = steps.reduce<unknown>(
    (at, step) => (at as Record<Step, unknown> | undefined)?.[step],
    object,
  );
  return { object: subject.object, first, last: first + heightOf(steps, value) - 1 };
}

/** How many lines a field takes, with its key where that has a line of its own. */
export function heightOf(steps: readonly Step[], value: unknown): number {
  const height = dump(value ?? "", { noRefs: true, lineWidth: -1 })
    .trimEnd()
    .split("\n").length;
  const isBelowKey = typeof steps.at(-1) === "string" && hasParts(value);
  return height + (isBelowKey ? 1 : 0);
}

function hasParts(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function isWithin({ line, found }: Finding, { object, first, last }: Span): boolean {
  if (found && "subject" in found && found.subject.object !== object) return false;
  return line >= first && line <= last;
}

/** A finding by what it says: lines move when something is planted. */
export function keyOf({ rule, object, path, message }: Finding): string {
  return JSON.stringify([rule, object, path, message]);
}

export function placeOf({ rule, object, path }: Finding): string {
  return JSON.stringify([rule, object, path]);
}

export function told({ rule, object, path, message }: Finding): string {
  return `${rule} ${object?.kind ?? ""} ${object?.name ?? ""} ${path}: ${message}`;
}
