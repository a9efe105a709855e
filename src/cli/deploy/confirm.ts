import { createInterface } from "node:readline/promises";
import { harmsOf } from "../../deploy/plan/harms.ts";
import type { Plan } from "../../deploy/plan/plan.ts";
import { write } from "../output.ts";

export interface Confirming {
  /** The environment is marked `protected`. */
  readonly isProtected: boolean;
  /** `--yes` */
  readonly isAgreed: boolean;
  /** What a person types where data is deleted. Default: `y`, as for everything that can hurt. */
  readonly typed?: string;
}

/**
 * Asks a person whether what can hurt is meant. Without a terminal nobody can be asked, and the answer
 * is no.
 */
export function confirming({ isProtected, isAgreed, typed }: Confirming) {
  return async (plan: Plan): Promise<boolean> => {
    const harms = isProtected ? harmsOf(plan) : [];
    if (harms.length === 0 || isAgreed) return true;
    const lines = harms.map(({ what, title }) => `  ${what} ${title}\n`).join("");
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
      await write("stderr", `this can hurt, and nobody can be asked here: --yes goes on\n${lines}`);
      return false;
    }
    const asked = createInterface({ input: process.stdin, output: process.stderr });
    const isLost = plan.prunes.some(({ kept, risk }) => kept === undefined && risk !== undefined);
    const word = isLost ? typed : undefined;
    const question =
      word === undefined ? "Go on? [y/N] " : `Data is lost. To go on, type ${word}: `;
    try {
      const answer = (await asked.question(`This can hurt:\n${lines}${question}`)).trim();
      return word === undefined ? /^y(es)?$/i.test(answer) : answer === word;
    } finally {
      asked.close();
    }
  };
}
