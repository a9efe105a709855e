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

const known: readonly Known[] = [
  {
    reason:
      "Of a mirror pod an admission plugin says only that it refers to secrets and the like, not where, and stops; Slipway names every such place.",
    is: ({ said, verdict }) => !verdict && /a mirror pod may not/.test(said.message ?? ""),
  },
  {
    reason:
      "An object with another namespace than the request's is refused before anything else is read; Slipway knows no request.",
    is: ({ said, verdict }) =>
      !verdict && /does not match the namespace sent on the request/.test(said.message ?? ""),
  },
];

/** Why an answer differs from ours, where that is known. */
export function reasonOf(answer: Compared): string | undefined {
  return known.find(({ is }) => is(answer))?.reason;
}
