import type { Judgement } from "../../src/kubernetes/validation/judge.ts";
import { largestPart } from "./cases.ts";
import { type Difference, differ } from "./compare.ts";
import { type Compared, reasonOf } from "./reasons.ts";
import type { Answered } from "./recording.ts";

/** A case on which we and the server differ. */
export interface Disagreement extends Compared {
  /** Why they differ, of all that differs; undefined where something has no reason yet. */
  readonly reason: string | undefined;
}

/** How well verdicts agree; parts are between 0 and 1. */
export interface Figures {
  readonly cases: number;
  readonly kinds: number;
  readonly refused: number;
  /** The part of the cases with the server's verdict. */
  readonly verdict: number;
  /** The kind with the smallest such part, and the part. */
  readonly worst: readonly [kind: string, part: number];
  /** The kind with the most cases, and its part of all. */
  readonly largest: readonly [kind: string, part: number];
  /** Of the refusals that both give, those where each path that the server names is among ours. */
  readonly paths: number;
  /** Refusals with paths of ours that the server does not name, and no reason for it. */
  readonly extra: number;
  /** Of the accepted cases where either side warns, those where both warn of the same. */
  readonly warnings: number;
  readonly warned: number;
  readonly disagreements: readonly Disagreement[];
}

/** Where we cannot tell: never what the server says. */
const untold: Difference = { verdict: true, missed: [], extra: [], warnings: [] };

/** What the figures have to reach. */
const least = { cases: 3000, verdict: 0.995, ofAKind: 0.95, paths: 0.97, warnings: 0.95 };

/** Where figures are not good enough, in a sentence each. */
export function shortfalls(figures: Figures, cases = least.cases): string[] {
  const { worst, largest, verdict, paths, extra, warnings } = figures;
  return [
    figures.cases < cases && `only ${figures.cases} cases`,
    largest[1] > largestPart && `${largest[0]} has ${percent(largest[1])} of the cases`,
    verdict < least.verdict && `verdicts agree in ${percent(verdict)} only`,
    worst[1] < least.ofAKind && `verdicts of ${worst[0]} agree in ${percent(worst[1])} only`,
    paths < least.paths && `${percent(paths)} of the refusals have all paths of the server`,
    extra > 0 && `${extra} refusals with paths of ours that nothing explains`,
    warnings < least.warnings && `warnings agree in ${percent(warnings)} only`,
  ].filter((each) => each !== false);
}

export const percent = (part: number): string => `${(part * 100).toFixed(2)} %`;

export function figuresOf(
  answers: readonly Answered[],
  judge: (answer: Answered) => Judgement | undefined,
): Figures {
  const each = answers.map((answer) => {
    const ours = judge(answer);
    const difference = ours ? differ(ours, answer.said) : untold;
    return { ...answer, ours, ...difference, reason: reasonOf({ ...answer, ours, ...difference }) };
  });
  const refused = each.filter(({ said }) => said.status >= 300);
  const both = refused.filter(({ verdict }) => !verdict);
  const warned = each.filter(
    ({ said, ours, verdict }) =>
      !verdict &&
      said.status < 300 &&
      [...(said.warnings ?? []), ...(ours?.warnings ?? [])].length > 0,
  );
  const kinds = [...Map.groupBy(each, ({ given }) => given.kind)];
  const parts = kinds.map(([kind, of]) => [kind, share(of, ({ verdict }) => !verdict)] as const);
  const sizes = kinds.map(([kind, of]) => [kind, of.length / each.length] as const);
  return {
    cases: each.length,
    kinds: kinds.length,
    refused: refused.length,
    verdict: share(each, ({ verdict }) => !verdict),
    worst: parts.reduce((least, part) => (part[1] < least[1] ? part : least)),
    largest: sizes.reduce((most, part) => (part[1] > most[1] ? part : most)),
    paths: share(both, ({ missed }) => missed.length === 0),
    extra: both.filter(({ extra, reason }) => extra.length > 0 && !reason).length,
    warnings: share(warned, ({ warnings }) => warnings.length === 0),
    warned: warned.length,
    disagreements: each.filter(
      ({ verdict, missed, extra, warnings }) =>
        verdict || missed.length + extra.length + warnings.length > 0,
    ),
  };
}

function share<T>(all: readonly T[], is: (each: T) => boolean): number {
  return all.length === 0 ? 1 : all.filter(is).length / all.length;
}
