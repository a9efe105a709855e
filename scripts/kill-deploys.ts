/**
 * `npm run soak:kills`: kills deploys at every call, before and after the server has done it, runs each
 * again, and compares with an undisturbed run. A paragraph for each point that does not survive, then the
 * figures. Slipway's deploys run in this process: one that is killed is cut off from the server at that
 * call. The tests kill processes; those of rivals are killed here, too.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ControlPlane, startControlPlane } from "../test/control-plane/control-plane.ts";
import { type Command, type Inside, reference, type Trial } from "../test/deploy/faults/kill.ts";
import { doneTwice, killAll, pointsOf, survived } from "../test/deploy/faults/many.ts";
import { AGENTS, rivalNamed, trialOfRival } from "../test/deploy/faults/rivals.ts";
import { trialInside } from "../test/deploy/faults/slipway.ts";
import { giveSmall, type Version } from "../test/deploy/faults/small.ts";
import { trialOfThebot } from "../test/deploy/faults/thebot.ts";

const help = `npm run soak:kills -- [OPTION…]

  --version VERSION  first (default) brings the small platform up from nothing, second changes it
  --thebot           thebot's staging instead, from nothing, at every tenth call
  --rival NAME       kubectl or helm brings the small platform instead of Slipway
  --every N          every how manieth call; default 1
  --calls N,N…       only these
  --width N          so many at a time; default 4
`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    version: { type: "string", default: "first" },
    thebot: { type: "boolean", default: false },
    rival: { type: "string" },
    every: { type: "string" },
    calls: { type: "string" },
    width: { type: "string", default: "4" },
  },
});
if (values.help) {
  process.stdout.write(help);
  process.exit();
}
const { thebot: isThebot, width } = values;
const rival = rivalNamed(values.rival);
const version = values.version as Version;
const every = Number(values.every ?? (isThebot ? 10 : 1));
const prefix = "kill";
const folder = mkdtempSync(join(tmpdir(), "slipway-kills-"));
const plane = await startControlPlane({ crds: isThebot, nodes: isThebot ? 24 : 8 });
const begun = new Date();
let done = 0;

async function trialOn(plane: ControlPlane): Promise<Trial<Command | Inside>> {
  if (isThebot) return trialOfThebot(plane, prefix);
  await giveSmall(plane);
  const options = { plane, folder, prefix, version };
  return rival ? trialOfRival(rival, options) : trialInside(options);
}

try {
  const trial = await trialOn(plane);
  const expected = await reference(trial);
  if (expected.ended.code !== 0) throw new Error(expected.ended.stderr);
  const only = values.calls?.split(",").map(Number);
  const points = pointsOf(expected, every).filter(([n]) => !only || only.includes(n));
  const all = await killAll(trial, expected, points, {
    width: Number(width),
    times: 4,
    tell(point) {
      done += 1;
      if (done % 20 === 0) console.error(`${done} points`);
      if (survived(point)) return;
      const said = point.again.code === 0 ? [] : [point.again.stderr.trim()];
      const lines = [...said, ...point.differences].join("\n  ");
      console.log(`${point.n} ${point.when} ${point.call}\n  ${lines}`);
    },
  });
  const reached = all.filter(({ call }) => call !== undefined);
  // The Job of the first version, too, was given up by the second.
  const going = [
    "batch/cronjobs",
    "batch/jobs",
    "rbac.authorization.k8s.io/roles",
    "configmaps",
    "secrets",
  ];
  const isReached = ([n, when]: (typeof points)[number]) =>
    reached.some((point) => point.n === n && point.when === when);
  for (const point of points) if (!isReached(point)) console.log(`not reached: ${point.join(" ")}`);
  const agent = rival && AGENTS[rival];
  for (const line of await doneTwice(plane, begun, { prefix, going, ...(agent && { agent }) }))
    console.log(line);
  const minutes = ((Date.now() - begun.getTime()) / 60_000).toFixed(1);
  console.log(
    [
      `${rival ?? "slipway"}, ${isThebot ? "thebot" : version}: ${expected.calls.length} calls`,
      `${points.length} points, ${reached.length} reached, survived ${reached.filter(survived).length}`,
      `${all.length - reached.length} deploys ended before, survived ${all.filter(survived).length - reached.filter(survived).length}`,
      `${minutes} minutes`,
    ].join("; "),
  );
} finally {
  await plane.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
