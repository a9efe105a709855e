import type { Step } from "../../../kubernetes/validation/field-path.ts";
import type { Finding } from "../../finding.ts";
import { type Subject, type World, worldOf } from "../../world.ts";
import { type Change, changeFor, changeInFile, overlap } from "./change.ts";
import type { Edit } from "./edit.ts";
import { isTaken, mended, type Settled, stepsAfter } from "./mended.ts";
import type { SourceText } from "./source-text.ts";

/** A change of a file that mends a finding. */
export interface Mending {
  readonly file: string;
  readonly change: Change;
  readonly finding: Finding;
}

/** What planning asks for. */
export interface Planning {
  /** What is told of a world. */
  readonly findings: (world: World) => readonly Finding[];
  /** The text of a file; none for one that may not be changed. */
  readonly source: (file: string) => SourceText | undefined;
}

/** All edits of one finding. */
interface Candidate {
  readonly finding: Finding;
  readonly subject: Subject;
  readonly edits: readonly Settled[];
  readonly mendings: readonly Mending[];
}

/** So often a mended world is looked at again for what can be mended now. */
const ROUNDS = 5;

/**
 * What can be mended in a world. Each candidate is tried on the objects first: one whose finding stays,
 * or that brings another, is left out.
 */
export async function planned(world: World, planning: Planning): Promise<Mending[]> {
  const found = planning.findings(world).filter(({ suppressed }) => !suppressed);
  const mendings = found.flatMap((finding) => inFile(finding, planning));
  const tried = new Set<string>();
  let current = world;
  for (let round = 0; round < ROUNDS; round++) {
    const told = planning.findings(current).filter(({ suppressed }) => !suppressed);
    const candidates = told
      .flatMap((finding) => candidate(finding, planning))
      .filter(({ mendings }) => mendings.every((each) => !tried.has(keyOf(each))));
    if (candidates.length === 0) break;
    for (const each of candidates.flatMap((one) => one.mendings)) tried.add(keyOf(each));
    const { accepted, next } = await proven(current, told, candidates, planning);
    mendings.push(...accepted.flatMap((each) => each.mendings));
    if (accepted.length === 0) break;
    current = next;
  }
  return mendings;
}

function keyOf({ file, change: { start, text } }: Mending): string {
  return `${file} ${start} ${text}`;
}

function inFile(finding: Finding, { source }: Planning): Mending[] {
  const { found } = finding;
  if (!found || "subject" in found) return [];
  const changes = (found.edits?.() ?? []).map((edit) => {
    const text = source(edit.where.file);
    const change = text && changeInFile(text, edit);
    return change && { file: edit.where.file, change, finding };
  });
  return changes.every((each) => each !== undefined) ? changes : [];
}

function candidate(finding: Finding, planning: Planning): Candidate[] {
  const { found } = finding;
  if (!found || !("subject" in found)) return [];
  const edits = found.edits?.() ?? [];
  const { subject } = found;
  const settled = edits.map((edit) => settle(edit, finding, subject, planning));
  if (edits.length === 0 || !settled.every((each) => each !== undefined)) return [];
  return [
    {
      finding,
      subject,
      edits: settled.map(({ edit }) => edit),
      mendings: settled.map(({ mending }) => mending),
    },
  ];
}

function settle(edit: Edit, finding: Finding, subject: Subject, { source }: Planning) {
  const where = subject.locate(edit.steps, edit.part);
  const text = source(where.file);
  const change = text && changeFor(text, where, edit);
  if (!change) return undefined;
  const settled: Settled = { ...edit, to: change.becomes };
  if (isTaken(subject.object, settled)) return undefined;
  return { edit: settled, mending: { file: where.file, change, finding } };
}

/** Candidates that leave nothing behind, and the world with them. */
async function proven(
  world: World,
  before: readonly Finding[],
  candidates: readonly Candidate[],
  planning: Planning,
): Promise<{ readonly accepted: readonly Candidate[]; readonly next: World }> {
  const known = bySubject(before);
  let accepted = candidates;
  for (;;) {
    const trial = await mendedWorld(world, accepted);
    const after = planning.findings(trial.world).filter(({ suppressed }) => !suppressed);
    const left = bySubject(after);
    const good = accepted.filter((each) =>
      isGood(each, known.get(each.subject) ?? [], left.get(trial.of.get(each.subject)) ?? []),
    );
    if (good.length === accepted.length) return { accepted, next: trial.world };
    accepted = good;
  }
}

async function mendedWorld(world: World, candidates: readonly Candidate[]) {
  const changed = Map.groupBy(candidates, ({ subject }) => subject);
  const of = new Map<Subject, Subject>();
  const objects = world.objects.map((subject) => {
    const own = changed.get(subject);
    if (!own) return subject;
    const now = mended(
      subject,
      own.flatMap(({ edits }) => edits),
    );
    of.set(subject, now);
    return now;
  });
  return { world: await worldOf({ ...world, objects }), of };
}

function bySubject(findings: readonly Finding[]) {
  return Map.groupBy(findings, ({ found }) =>
    found && "subject" in found ? found.subject : undefined,
  );
}

/**
 * Whether its finding is gone, and there is nothing new at the place that it changed.
 *
 * @param before what was told of its object
 * @param left what would be told of it then
 */
function isGood(
  { finding, edits }: Candidate,
  before: readonly Finding[],
  left: readonly Finding[],
): boolean {
  const known = new Set(before.map(ruleAndPath));
  if (left.some((each) => ruleAndPath(each) === ruleAndPath(finding))) return false;
  const changed = edits.map(stepsAfter);
  return left.every(
    (each) => known.has(ruleAndPath(each)) || !changed.some((steps) => isAt(each, steps)),
  );
}

function ruleAndPath({ rule, path }: Finding): string {
  return `${rule} ${path}`;
}

function isAt({ found }: Finding, steps: readonly Step[]): boolean {
  if (!found || !("subject" in found)) return false;
  return steps.every((step, index) => found.steps[index] === step);
}

/** Changes by file: each once; where two disagree about a text, neither. */
export function byFile(mendings: readonly Mending[]): ReadonlyMap<string, readonly Mending[]> {
  const files = [...Map.groupBy(mendings, ({ file }) => file)].map(([file, own]) => {
    const twins = own.flatMap(({ change }) => (change.twin === undefined ? [] : [change]));
    const moved = own.map((each) => ({ ...each, change: besideTwin(each.change, twins) }));
    const all = [...new Map(moved.map((each) => [keyOf(each), each])).values()];
    const agreed = withoutOverlaps(all);
    return [file, agreed] as const;
  });
  return new Map(files.filter(([, all]) => all.length > 0));
}

/** Those that share their text with no other. */
function withoutOverlaps(all: readonly Mending[]): readonly Mending[] {
  const sorted = all.toSorted((a, b) => a.change.start - b.change.start);
  const bad = new Set<Mending>();
  let furthest = sorted[0];
  for (const each of sorted.slice(1)) {
    if (furthest && overlap(furthest.change, each.change)) bad.add(furthest).add(each);
    if (!furthest || each.change.end > furthest.change.end) furthest = each;
  }
  // What mends one finding in several places does so in all of them, or in none.
  const left = new Set([...bad].map(({ finding }) => finding));
  return sorted.filter(({ finding }) => !left.has(finding));
}

/** What would change a text that goes changes its twin, which stays. */
function besideTwin(change: Change, twins: readonly Change[]): Change {
  if (change.twin !== undefined) return change;
  const gone = twins.find(({ start, end }) => start <= change.start && change.end <= end);
  if (gone?.twin === undefined) return change;
  const shift = gone.twin - gone.start;
  return { ...change, start: change.start + shift, end: change.end + shift };
}
