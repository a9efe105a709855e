/**
 * `node test/deploy/faults/kill-kubectl.ts [EVERY]`: how many kills of `kubectl apply --server-side` a second
 * run mends, at every call or at every so manieth. One line for each point that does not survive, then the
 * figures.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { kills, reference } from "./kill.ts";
import { trialOfKubectl } from "./kubectl.ts";
import { giveSmall } from "./small.ts";

const every = Number(process.argv[2] ?? 1);
const folder = mkdtempSync(join(tmpdir(), "slipway-kill-"));
const plane = await startControlPlane({ crds: false });
try {
  await giveSmall(plane);
  const trial = { ...trialOfKubectl(plane, folder, "kill"), every };
  const expected = await reference(trial);
  let [tried, survived] = [0, 0];
  for await (const point of kills(trial, expected)) {
    if (point.call === undefined) continue;
    tried += 1;
    const isSame = point.again.code === 0 && point.differences.length === 0;
    if (isSame) survived += 1;
    else {
      const why = point.again.code === 0 ? point.differences : [point.again.stderr.trim()];
      console.log(`${point.n} ${point.when} ${point.call}\n  ${why.join("\n  ")}`);
    }
  }
  console.log(`${expected.calls.length} calls; killed at ${tried} points, survived ${survived}`);
} finally {
  await plane.stop();
  rmSync(folder, { recursive: true, force: true });
}
