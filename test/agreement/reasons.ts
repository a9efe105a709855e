import type { Difference } from "./compare.ts";
import type { Answered } from "./recording.ts";

/** A known way in which a server's answer and ours differ though ours is meant. */
interface Known {
  readonly reason: string;
  readonly is: (answer: Answered & Difference) => boolean;
}

const known: readonly Known[] = [];

/** Why an answer differs from ours, where that is known. */
export function reasonOf(answer: Answered & Difference): string | undefined {
  return known.find(({ is }) => is(answer))?.reason;
}
