/**
 * `npm run soak:faults -- [DEPLOYS] [SINGLE] [WIDTH]`: deploys the small platform through a proxy on which
 * things go wrong: DEPLOYS (500) with seeded faults of all kinds at 4 % of the calls, and SINGLE (10) for
 * each kind of fault with one at one call. Each is followed by one undisturbed run. A paragraph for each
 * run that is neither healthy nor honest, then the figures.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { FAULTS } from "../test/deploy/faults/faults.ts";
import { reference } from "../test/deploy/faults/kill.ts";
import { trialUnkilled } from "../test/deploy/faults/slipway.ts";
import { giveSmall } from "../test/deploy/faults/small.ts";
import {
  isHealthy,
  isHonest,
  runAll,
  seededTroubles,
  singleTroubles,
  wrong,
} from "../test/deploy/faults/troubled.ts";

const [deploys = "500", single = "10", width = "8"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "slipway-faults-"));
const plane = await startControlPlane({ crds: false, nodes: 8 });
const begun = Date.now();
try {
  await giveSmall(plane);
  const trial = trialUnkilled({ plane, folder, prefix: "fault", version: "first" });
  const expected = await reference(trial);
  if (expected.ended.code !== 0) throw new Error(expected.ended.stderr);
  const troubles = [
    ...singleTroubles(Object.keys(FAULTS), Number(single), expected.calls.length),
    ...seededTroubles(Number(deploys), 0.04),
  ];
  const runs = await runAll(trial, expected, troubles, {
    width: Number(width),
    tell(run) {
      if (!isHonest(run)) console.log(wrong(run));
    },
  });
  console.log("| fault | deploys | healthy | ended with the fault's name | after one run more |");
  console.log("|---|---|---|---|---|");
  for (const [kind, of] of Map.groupBy(runs, ({ trouble }) => trouble.kind)) {
    const healthy = of.filter(isHealthy).length;
    const named = of.filter((run) => !isHealthy(run) && isHonest(run)).length;
    const mended = of.filter((run) => run.mended.length === 0).length;
    console.log(`| ${kind} | ${of.length} | ${healthy} | ${named} | ${mended} |`);
  }
  console.log(`${((Date.now() - begun) / 60_000).toFixed(1)} minutes`);
} finally {
  await plane.stop();
  rmSync(folder, { recursive: true, force: true });
}
