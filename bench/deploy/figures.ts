import type { Section } from "../bench.ts";
import { type Account, type Figures, median, ratio } from "../measure.ts";
import type { Command } from "../process.ts";

/** What the runs of one side gave. */
export interface Runs {
  readonly side: Command;
  readonly accounts: readonly Account[];
  /** Further facts. */
  readonly facts: readonly string[];
}

type Table = Required<Pick<Section, "figures" | "facts">>;

/** The runs of all sides; the first is Slipway, with which the others are compared. */
export function compared(all: readonly Runs[]): Table {
  const [first] = all.map(figuresOf);
  return tableOf(
    all.map((runs, at) => {
      const taken = `Slipway takes ${ratio(first!, figuresOf(runs)).toFixed(2)} of it`;
      return at === 0 ? runs : { ...runs, facts: [taken, ...runs.facts] };
    }),
  );
}

/** Runs one beside the other, each with its CPU time. */
export function tableOf(all: readonly Runs[]): Table {
  const facts = all.map(({ accounts, facts }) => {
    const cpu = median(accounts.map((one) => one.cpu)) / 1000;
    return [`${cpu.toFixed(2)} s of CPU`, ...facts].join("; ");
  });
  return { figures: all.map(figuresOf), facts };
}

function figuresOf({ side, accounts }: Runs): Figures {
  const memory = median(accounts.map((one) => one.memory));
  return { command: side, times: accounts.map(({ time }) => time), memory };
}
