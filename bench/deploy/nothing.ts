import type { Bench, Section } from "../bench.ts";
import { accountOf, ratio } from "../measure.ts";
import { outputOf } from "../process.ts";
import { callsOf, perObject } from "./calls.ts";
import { compared, type Runs } from "./figures.ts";
import { inTurn } from "./in-turn.ts";
import { Ground } from "./platform.ts";
import { kubectlDiff } from "./rivals.ts";

/** A deploy that has nothing to do, against kubectl's look whether there is something. */
export async function deployNothing(bench: Bench): Promise<Section> {
  await using ground = await Ground.of(bench, "deploy-nothing");
  outputOf(ground.slipway);
  await ground.untilReady();
  const said = outputOf(ground.slipway);
  if (!said.includes("nothing to change")) throw new Error(`there is something to do:\n${said}`);
  // Slipway owns the fields, and without force kubectl stops at the first that it does not own itself.
  const byServer = ["--server-side", "--force-conflicts"];
  const sides = [
    ground.slipway,
    kubectlDiff(ground),
    kubectlDiff(ground, byServer),
    kubectlDiff(ground, [...byServer, "--concurrency=16"]),
  ];
  const { warmups, counted } = bench.rounds(7);
  const rounds = { warmups: Math.min(warmups, 1), counted };
  const runs = await inTurn(sides, rounds, async (side) => accountOf(side));
  const count = ground.objects.length;
  const all: Runs[] = [];
  for (const [at, side] of sides.entries()) {
    const calls = perObject(await callsOf(ground.plane, side), count);
    all.push({ side, accounts: runs[at]!, facts: [calls] });
  }
  const { figures, facts } = compared(all);
  return {
    title: `deploy of thebot, production, with nothing to do: ${count} objects`,
    figures,
    facts,
    limits: [{ says: "of kubectl diff", ratio: ratio(figures[0]!, figures[1]!), limit: 0.5 }],
  };
}
