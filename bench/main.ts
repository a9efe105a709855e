import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Bench, Limit } from "./bench.ts";
import { checkLarge, checkStart, checkThebot } from "./check.ts";
import { deployMemory } from "./deploy/memory.ts";
import { deployNothing } from "./deploy/nothing.ts";
import { deployThebot } from "./deploy/thebot.ts";
import { growth, large } from "./fleet.ts";
import { checkGrowth, checkLayers, checkLayersGrowth } from "./layers.ts";
import type { Rounds } from "./measure.ts";
import { kept, machine, table } from "./print.ts";
import { installRivals } from "./rivals/install.ts";
import { copyPrograms } from "./rivals/programs.ts";
import { installSlipway } from "./slipway.ts";
import { start } from "./start.ts";
import { thebot } from "./thebot.ts";

const help = `npm run bench -- [--smoke] [--rounds N]

Measures the packed package against cdk8s, kustomize and kubeconform, which it installs into the user's cache the
first time. Ends with 1 when a promise is broken, with 2 when it cannot measure.

  --smoke     everything once, at the smallest size: tells whether all do the same work, not how fast
  --rounds N  counted runs of each command instead of 15 (7 of the large ones)
  --only PART one part: thebot, large, growth, start, checkThebot, checkLarge, checkGrowth, checkStart,
              checkLayers, checkLayersGrowth, deployThebot, deployNothing, deployMemory; the last three
              need Go, and are the rivals kubectl and helm on a control plane of their own
`;

/** Each part, in the order in which it is measured and printed. */
const sections = [
  ...[thebot, large, growth, start],
  ...[checkThebot, checkLarge, checkGrowth, checkStart, checkLayers, checkLayersGrowth],
  ...[deployThebot, deployNothing, deployMemory],
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", default: false },
      smoke: { type: "boolean", default: false },
      rounds: { type: "string" },
      only: { type: "string", multiple: true, default: [] },
    },
  });
  if (values.help) process.stdout.write(help);
  else await run(values, roundsOf(values.smoke, values.rounds));
}

interface Asked {
  readonly smoke: boolean;
  readonly only: readonly string[];
}

async function run({ smoke: isSmoke, only }: Asked, rounds: Bench["rounds"]): Promise<void> {
  const chosen = sections.filter(({ name }) => only.length === 0 || only.includes(name));
  if (chosen.length === 0) {
    const names = sections.map(({ name }) => name).join(", ");
    throw new Error(`--only ${only.join(", ")} is no part of the bench; they are ${names}`);
  }
  const rivals = await installRivals(tell);
  // Beside the node_modules of the rivals, where their programs find them.
  const scratch = mkdtempSync(join(rivals.cdk8s, "run-"));
  process.once("exit", () => rmSync(scratch, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(2));
  copyPrograms(scratch);
  tell("packing and installing Slipway …");
  const slipway = installSlipway(scratch);
  console.log(machine(rivals.versions));
  const limits: Limit[] = [];
  for (const section of chosen) {
    const found = await section({ slipway, rivals, scratch, smoke: isSmoke, rounds });
    console.log(`\n${table(found, !isSmoke)}`);
    limits.push(...found.limits);
  }
  if (isSmoke) return;
  const broken = limits.filter((limit) => !kept(limit));
  console.log(`\n${limits.length - broken.length} promises kept, ${broken.length} broken`);
  if (broken.length > 0) process.exitCode = 1;
}

function roundsOf(isSmoke: boolean, given: string | undefined): (counted: number) => Rounds {
  if (isSmoke) return () => ({ warmups: 0, counted: 1, memory: 1 });
  if (given !== undefined && !/^[1-9]\d{0,3}$/.test(given)) {
    throw new Error(`--rounds ${given} is not a number of runs; write --rounds 15`);
  }
  return (counted) => ({ warmups: 2, counted: Number(given ?? counted), memory: 3 });
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 2;
}
