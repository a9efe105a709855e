import type { Bench, Limit, Section } from "./bench.ts";
import { overlayOf, server, writeFleet } from "./check.ts";
import { type Account, accountOf, type Figures, median } from "./measure.ts";
import { type Command, outputOf } from "./process.ts";

/** What all layers of the check take, against the two that say what the server says. */
export function checkLayers(bench: Bench): Section {
  const { slipway, smoke, rounds } = bench;
  const [overlay, env] = overlayOf(bench);
  const [fleet] = writeFleet(bench, smoke ? 100 : 8000);
  const inputs = [
    { what: "thebot's overlay", args: [overlay], env },
    { what: "thebot's platform.ts", args: ["-f", "thebot/platform.ts", "-e", "production"] },
    { what: "thousands of objects", args: [fleet] },
  ];
  const commands = inputs.flatMap(({ what, args, env: own }) => [
    slipway.command(`documents and api, ${what}`, ["check", ...server, ...args], own),
    slipway.command(`all layers, ${what}`, ["check", ...args], own),
  ]);
  const accounts = inTurn(commands, rounds(7).counted);
  const limits = inputs.map(({ what }, at): Limit => {
    const [two, all] = [commands[2 * at]!, commands[2 * at + 1]!];
    sameObjects(two, all);
    const [fewer, more] = [accounts[2 * at]!, accounts[2 * at + 1]!];
    const ratio = median(more.map(({ cpu }, round) => cpu / fewer[round]!.cpu));
    return { says: `of the CPU time of documents and api, ${what}`, ratio, limit: 1.5 };
  });
  return { title: "all layers of the check", ...shown(commands, accounts), limits };
}

/** What ten times as many objects take, of the layers that say what the server says. */
export function checkGrowth(bench: Bench): Section {
  return growth(bench, "growth of the check with the number of objects", server);
}

/** The same of all layers. */
export function checkLayersGrowth(bench: Bench): Section {
  return growth(bench, "growth of the check in all layers", []);
}

function growth(bench: Bench, title: string, layers: readonly string[]): Section {
  const sizes = bench.smoke ? [50, 500] : [8000, 80_000];
  const commands = sizes.map((size) => {
    const [file, count] = writeFleet(bench, size);
    const args = ["check", ...layers, file];
    return bench.slipway.command(`slipway check, ${count} objects`, args);
  });
  const accounts = inTurn(commands, bench.rounds(5).counted);
  const [few, many] = accounts.map((runs) => median(runs.map(({ cpu }) => cpu)));
  const limit = { says: "times the CPU time for ten times as many", limit: 12 };
  return {
    title,
    ...shown(commands, accounts),
    limits: [{ ...limit, ratio: many! / few! }],
  };
}

/** Accounts of the commands, run in turn. */
function inTurn(commands: readonly Command[], rounds: number): Account[][] {
  const accounts = commands.map(() => [] as Account[]);
  // The first run of each fills caches.
  for (const command of commands) accountOf(command);
  for (let round = 0; round < rounds; round++)
    for (const [at, command] of commands.entries()) accounts[at]!.push(accountOf(command));
  return accounts;
}

function shown(
  commands: readonly Command[],
  accounts: readonly (readonly Account[])[],
): Pick<Section, "figures" | "facts"> {
  const figures = commands.map((command, at): Figures => {
    const runs = accounts[at]!;
    const times = runs.map(({ time }) => time);
    return { command, times, memory: median(runs.map(({ memory }) => memory)) };
  });
  const cpu = accounts.map((runs) => median(runs.map((each) => each.cpu)));
  return { figures, facts: cpu.map((each) => `${(each / 1000).toFixed(2)} s of CPU`) };
}

/**
 * Makes sure that both check the same objects, and that none of them is found wrong: telling much
 * costs time that is not the check's.
 *
 * @throws Error that says what a program told instead
 */
function sameObjects(...commands: readonly Command[]): void {
  const counts = commands.map((command) => {
    const last = outputOf(command).trimEnd().split("\n").at(-1) ?? "";
    const count = / in (\d+) objects?$/.exec(last)?.[1];
    if (count === undefined || /\b(?:error|warning)s?\b/.test(last))
      throw new Error(`${command.name} does not find all well: ${last}`);
    return count;
  });
  if (new Set(counts).size === 1) return;
  throw new Error(`${commands[1]?.name} checks ${counts[1]} objects, the other ${counts[0]}`);
}
