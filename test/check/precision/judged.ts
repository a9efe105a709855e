import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyOf, type Told } from "./findings.ts";

/** What somebody who did not write the rule said of a finding. */
export interface Judgement extends Told {
  /** True: it happens as the finding says. */
  readonly verdict: "true" | "false";
  /** One sentence that a reader can check. */
  readonly reason: string;
}

interface JudgementFile {
  /** Chooses the samples; it stands in `judgements.json`. */
  readonly seed?: number;
  readonly judgements: readonly Judgement[];
}

/** Of each rule's warnings in each tree, so many are judged. */
export const SAMPLE = 30;

const folder = import.meta.dirname;

/** The files of judgements in this folder. */
export function judgementFiles(): string[] {
  return readdirSync(folder).filter((name) => /^judgements.*\.json$/.test(name));
}

export function readJudgements(name: string): JudgementFile {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

export function writeJudgements(name: string, file: JudgementFile): void {
  const judgements = file.judgements.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writeFileSync(join(folder, name), `${JSON.stringify({ ...file, judgements }, null, 2)}\n`);
}

/** All judgements, and the seed of the samples. */
export function judgements(): { seed: number; all: readonly Judgement[] } {
  const files = judgementFiles().map(readJudgements);
  const seed = files.find((file) => file.seed !== undefined)?.seed ?? 1;
  return { seed, all: files.flatMap((file) => file.judgements) };
}

/**
 * What is to be judged: every error, and of each rule's warnings in a tree those {@link SAMPLE} whose
 * hash with the seed is smallest, so that one finding more changes one place of the sample at most.
 */
export function toJudge(told: readonly Told[], seed: number): Told[] {
  const errors = told.filter(({ severity }) => severity === "error");
  const warnings = told.filter(({ severity }) => severity === "warning");
  const groups = Map.groupBy(warnings, ({ tree, rule }) => `${tree} ${rule}`);
  const samples = [...groups.values()].flatMap((group) => sampleOf(group, seed));
  return [...errors, ...samples];
}

function sampleOf(group: readonly Told[], seed: number): readonly Told[] {
  if (group.length <= SAMPLE) return group;
  return group
    .map((told) => ({ told, rank: rankOf(told, seed) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, SAMPLE)
    .map(({ told }) => told);
}

function rankOf(told: Told, seed: number): string {
  return createHash("sha256")
    .update(`${seed}\n${keyOf(told)}`)
    .digest("hex");
}

/** What is to be judged beside what was judged. */
export interface Compared {
  readonly judged: readonly Judgement[];
  readonly unjudged: readonly Told[];
  /** Judgements of what is not found any more, or not in the sample. */
  readonly gone: readonly Judgement[];
}

export function compare(asked: readonly Told[], all: readonly Judgement[]): Compared {
  const known = new Map(all.map((each) => [keyOf(each), each]));
  const wanted = new Set(asked.map(keyOf));
  return {
    judged: asked.flatMap((each) => known.get(keyOf(each)) ?? []),
    unjudged: asked.filter((each) => !known.has(keyOf(each))),
    gone: all.filter((each) => !wanted.has(keyOf(each))),
  };
}

/** The part that is true; 1 of nothing. */
export function precisionOf(judged: readonly Judgement[]): number {
  if (judged.length === 0) return 1;
  return judged.filter(({ verdict }) => verdict === "true").length / judged.length;
}

/** How much of what the check tells outside `practice` is true at least. */
export const PROMISED = { error: 0.98, warning: 0.9 } as const;

/**
 * Judgements whose finding now has another text or another line, and nothing else: rule, object and
 * one of both are as they were.
 */
export function followed({ unjudged, gone }: Compared): Map<Judgement, Told> {
  const pairs = new Map<Judgement, Told>();
  const left = new Set(unjudged);
  const same = (a: Told, b: Told) =>
    a.tree === b.tree && a.rule === b.rule && a.severity === b.severity && a.object === b.object;
  for (const isLike of [
    (a: Told, b: Told) => a.message === b.message,
    (a: Told, b: Told) => a.place === b.place,
  ])
    for (const old of gone) {
      if (pairs.has(old)) continue;
      const likes = [...left].filter((now) => same(old, now) && isLike(old, now));
      if (likes.length !== 1) continue;
      pairs.set(old, likes[0] as Told);
      left.delete(likes[0] as Told);
    }
  return pairs;
}
