import type { Judgement } from "../../src/kubernetes/validation/judge.ts";
import type { Difference } from "./compare.ts";
import type { Answered } from "./recording.ts";

/** An answer, ours, and how they differ. */
export interface Compared extends Answered, Difference {
  /** Undefined where we cannot tell. */
  readonly ours: Judgement | undefined;
}

/** A known way in which a server's answer and ours differ though ours is meant. */
interface Known {
  readonly reason: string;
  readonly is: (answer: Compared) => boolean;
}

const known: readonly Known[] = [];

/** Why an answer differs from ours, where that is known. */
export function reasonOf(answer: Compared): string | undefined {
  return known.find(({ is }) => is(answer))?.reason;
}
