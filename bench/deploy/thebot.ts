import { helmProgram } from "../../test/manifests/read/helm/program.ts";
import type { Bench, Section } from "../bench.ts";
import { accountOf, median, ratio } from "../measure.ts";
import type { Command } from "../process.ts";
import { type Calls, callsOf, perObject } from "./calls.ts";
import { compared } from "./figures.ts";
import { inTurn } from "./in-turn.ts";
import { Ground } from "./platform.ts";
import { helmInstall, kubectlScript } from "./rivals.ts";

/** A whole platform from nothing until all of it is Ready. */
export async function deployThebot(bench: Bench): Promise<Section> {
  const helm = helmProgram();
  if (helm === undefined) throw new Error("helm is built by Go 1.26: https://go.dev/doc/install");
  await using ground = await Ground.of(bench, "deploy-thebot");
  const sides = [
    ground.slipway,
    kubectlScript(ground, "ordered"),
    helmInstall(ground, helm),
    kubectlScript(ground, "unordered"),
  ];
  const { warmups, counted } = bench.rounds(7);
  const rounds = { warmups: Math.min(warmups, 1), counted };
  const runs = await inTurn(sides, rounds, (side) => deployedBy(ground, side));
  const calls: Calls[] = [];
  for (const side of sides) {
    await ground.clear();
    calls.push(await callsOf(ground.plane, side));
  }
  const count = ground.objects.length;
  const { figures, facts } = compared(
    sides.map((side, at) => {
      const accounts = runs[at]!;
      const late = median(accounts.map((one) => one.late)) / 1000;
      const ready = late > 0 ? [`all is Ready ${late.toFixed(1)} s after its end`] : [];
      return { side, accounts, facts: [...ready, perObject(calls[at]!, count)] };
    }),
  );
  const [us, ordered, helms] = figures;
  return {
    title: `deploy of thebot, production, from nothing until all is Ready: ${count} objects`,
    figures,
    facts,
    limits: [
      { says: "of kubectl in the same order", ratio: ratio(us!, ordered!), limit: 1 },
      { says: "of helm install --wait", ratio: ratio(us!, helms!), limit: 0.8 },
    ],
  };
}

/** One deploy from nothing. Its time ends when its program has ended and all is Ready; `late` is what lies between the two. */
async function deployedBy(ground: Ground, side: Command) {
  await ground.clear();
  const account = accountOf(side);
  const late = await ground.untilReady();
  return { ...account, time: account.time + late, late };
}
