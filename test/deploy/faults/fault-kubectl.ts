/**
 * `node test/deploy/faults/fault-kubectl.ts [EVERY]`: how `kubectl apply --server-side` fares when one of its
 * calls meets a fault, for each kind of fault, at every call or every so manieth.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../../control-plane/control-plane.ts";
import { FAULTS, once } from "./faults.ts";
import { disturbed, reference } from "./kill.ts";
import { trialOfKubectl } from "./kubectl.ts";
import { giveSmall } from "./small.ts";

const every = Number(process.argv[2] ?? 1);
const folder = mkdtempSync(join(tmpdir(), "slipway-fault-"));
const plane = await startControlPlane({ crds: false });
try {
  await giveSmall(plane);
  const trial = trialOfKubectl(plane, folder, "fault");
  const expected = await reference(trial);
  for (const [index, [name, fault]] of Object.entries(FAULTS).entries()) {
    const figures = { tried: 0, healthy: 0, mended: 0 };
    for (let n = 1; n <= expected.calls.length; n += every) {
      const unique = `${String.fromCharCode(97 + index)}${n}x`;
      const run = await disturbed(trial, expected, unique, once(n, fault));
      if (run.met.length === 0 && fault.kind !== "delay") continue;
      figures.tried += 1;
      if (run.ended.code === 0 && run.differences.length === 0) figures.healthy += 1;
      if (run.mended.length === 0) figures.mended += 1;
    }
    console.log(
      `${name}: ${figures.tried} runs, healthy ${figures.healthy}, after a second run ${figures.mended}`,
    );
  }
} finally {
  await plane.stop();
  rmSync(folder, { recursive: true, force: true });
}
