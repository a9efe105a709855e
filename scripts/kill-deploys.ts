/**
 * `npm run soak:kills -- [VERSION] [EVERY] [WIDTH]`: kills deploys of the small platform at every call, or
 * every so manieth, before and after the server has done it, runs each again, and compares with an
 * undisturbed run. VERSION `first` brings it up from nothing, `second` changes it. A line for each point
 * that does not survive, then the figures. The deploys run in this process: one that is killed is cut off
 * from the server at that call. The tests kill processes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { reference } from "../test/deploy/faults/kill.ts";
import { doneTwice, killAll, pointsOf, survived } from "../test/deploy/faults/many.ts";
import { trialInside, type Version } from "../test/deploy/faults/slipway.ts";
import { giveSmall } from "../test/deploy/faults/small.ts";

const [version = "first", every = "1", width = "4"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "slipway-kills-"));
const plane = await startControlPlane({ crds: false, nodes: 8 });
const begun = new Date();
let done = 0;
try {
  await giveSmall(plane);
  const prefix = "kill";
  const trial = trialInside({ plane, folder, prefix, version: version as Version });
  const expected = await reference(trial);
  if (expected.ended.code !== 0) throw new Error(expected.ended.stderr);
  const all = await killAll(trial, expected, pointsOf(expected, Number(every)), {
    width: Number(width),
    tell(point) {
      done += 1;
      if (done % 20 === 0) console.error(`${done} points`);
      if (survived(point)) return;
      const said = point.again.code === 0 ? [] : [point.again.stderr.trim()];
      const lines = [...said, ...point.differences].join("\n  ");
      console.log(`${point.n} ${point.when} ${point.call}\n  ${lines}`);
    },
  });
  // With a lock of 2 seconds a busy machine may lose it before the call comes.
  const reached = all.filter(({ call }) => call !== undefined).length;
  // The Job of the first version, too, was given up by the second.
  const going = [
    "batch/cronjobs",
    "batch/jobs",
    "rbac.authorization.k8s.io/roles",
    "configmaps",
    "secrets",
  ];
  for (const line of await doneTwice(plane, begun, { prefix, going })) console.log(line);
  const minutes = ((Date.now() - begun.getTime()) / 60_000).toFixed(1);
  const figures = `${all.length} points, of which ${reached} were reached; survived`;
  const count = all.filter(survived).length;
  console.log(
    `${version}: ${expected.calls.length} calls; ${figures} ${count}; ${minutes} minutes`,
  );
} finally {
  await plane.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
