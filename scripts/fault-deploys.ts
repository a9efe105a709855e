/**
 * `npm run soak:faults`: deploys the small platform through a proxy on which things go wrong: with seeded
 * faults of all kinds at 4 % of the calls, and for each kind of fault with one at one call. Where it does
 * not end well, one undisturbed run follows. What each run said that was not healthy, with all there is to
 * know of it where it did not name its fault or was not mended, then the figures.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { FAULTS } from "../test/deploy/faults/faults.ts";
import { reference } from "../test/deploy/faults/kill.ts";
import { doneTwice } from "../test/deploy/faults/many.ts";
import { AGENTS, rivalNamed, trialOfRival } from "../test/deploy/faults/rivals.ts";
import { trialUnkilled } from "../test/deploy/faults/slipway.ts";
import { giveSmall } from "../test/deploy/faults/small.ts";
import {
  isHealthy,
  isHonest,
  type Run,
  runAll,
  seededTroubles,
  singleTroubles,
  wrong,
} from "../test/deploy/faults/troubled.ts";

const help = `npm run soak:faults -- [OPTION…]

  --seeded N    deploys through seeded faults; default 500
  --from SEED   the first seed; default 1
  --single N    deploys for each kind of fault with one of it; default 10
  --rival NAME  kubectl or helm instead of Slipway, with the same faults
  --width N     so many at a time; default 8

Ctrl-C prints the figures so far.
`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    seeded: { type: "string", default: "500" },
    from: { type: "string", default: "1" },
    single: { type: "string", default: "10" },
    rival: { type: "string" },
    width: { type: "string", default: "8" },
  },
});
if (values.help) {
  process.stdout.write(help);
  process.exit();
}

function figuresOf(runs: readonly Run[]): string {
  const rows = [...Map.groupBy(runs, ({ trouble }) => trouble.kind)].map(([kind, of]) => {
    const count = (is: (run: Run) => boolean) => of.filter(is).length;
    return [
      kind,
      of.length,
      count(({ met }) => met.length > 0),
      count(isHealthy),
      count(({ ended }) => ended.code === 0),
      count(({ mended }) => mended.length === 0),
    ];
  });
  const head = ["fault", "deploys", "met it", "healthy", "exit 0", "after one run more"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const rival = rivalNamed(values.rival);
const prefix = "fault";
const folder = mkdtempSync(join(tmpdir(), "slipway-faults-"));
const plane = await startControlPlane({ crds: false, nodes: 8 });
const begun = new Date();
try {
  await giveSmall(plane);
  const options = { plane, folder, prefix, version: "first" } as const;
  const trial = rival ? trialOfRival(rival, options) : trialUnkilled(options);
  const expected = await reference(trial);
  if (expected.ended.code !== 0) throw new Error(expected.ended.stderr);
  const troubles = [
    ...singleTroubles(Object.keys(FAULTS), Number(values.single), expected.calls.length),
    ...seededTroubles(Number(values.seeded), 0.04, Number(values.from)),
  ];
  const runs: Run[] = [];
  const end = async () => {
    const what = { prefix, going: [], ...(rival && { agent: AGENTS[rival] }) };
    for (const line of await doneTwice(plane, begun, what)) console.log(line);
    console.log(`${rival ?? "slipway"}: ${expected.calls.length} calls of an undisturbed run`);
    console.log(figuresOf(runs));
    console.log(`${((Date.now() - begun.getTime()) / 60_000).toFixed(1)} minutes`);
  };
  process.once("SIGINT", () => void end().finally(() => process.exit(1)));
  await runAll(trial, expected, troubles, {
    width: Number(values.width),
    tell(run) {
      runs.push(run);
      if (runs.length % 20 === 0) console.error(`${runs.length} of ${troubles.length}`);
      if (!isHonest(run)) console.log(wrong(run));
      else if (!isHealthy(run)) console.log(`${run.trouble.name}: ${run.ended.stderr.trim()}`);
    },
  });
  await end();
} finally {
  await plane.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
