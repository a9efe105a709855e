import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { toYaml } from "../src/yaml.ts";
import type { Bench, Section } from "./bench.ts";
import { renderFleet, sizeOf } from "./fleet.ts";
import { writeTree } from "./kustomize/tree.ts";
import { accountOf, type Figures, measure, median, ratio } from "./measure.ts";
import { objectsOf } from "./objects.ts";
import { type Command, outputOf } from "./process.ts";
import { locationOf } from "./rivals/schemas.ts";
import { render } from "./slipway.ts";

/** The server's verdict on a production platform, from its overlay and from its definition. */
export function checkThebot({ slipway, rivals, scratch, rounds }: Bench): Section {
  const render_ = (environment: string) =>
    objectsOf(outputOf(render(slipway, "thebot", environment)));
  const [ours, staging] = [render_("production"), render_("staging")];
  const overlay = writeTree(join(scratch, "check-thebot"), staging, ours);
  const path = [dirname(rivals.kustomize), process.env.PATH].join(delimiter);
  const fromOverlay = {
    ...slipway.command("slipway check, of the overlay", ["check", ...layers, overlay]),
  };
  const withKustomize = { ...fromOverlay, env: { ...fromOverlay.env, PATH: path } };
  const args = ["check", ...layers, "-f", "thebot/platform.ts", "-e", "production"];
  const fromPlatform = slipway.command("slipway check, of platform.ts", args);
  const pipe: Command = {
    name: "kustomize build | kubeconform",
    argv: ["sh", "-c", '"$0" build "$1" | "$2" -strict -summary -schema-location "$3" -'].concat(
      rivals.kustomize,
      overlay,
      rivals.kubeconform,
      locationOf(rivals.schemas),
    ) as [string, ...string[]],
    cwd: scratch,
  };
  for (const each of [withKustomize, fromPlatform]) readsAll(each, ours.length);
  readsAll(pipe, ours.length);
  const figures = measure([withKustomize, fromPlatform, pipe], rounds(15));
  const [overlayRuns, platformRuns, pipeRuns] = figures;
  return {
    title: `the server's verdict on thebot, production: ${ours.length} objects`,
    figures,
    limits: [
      {
        says: "of kustomize build | kubeconform, from the overlay",
        ratio: ratio(overlayRuns!, pipeRuns!),
        limit: 1,
      },
      {
        says: "of kustomize build | kubeconform, from platform.ts",
        ratio: ratio(platformRuns!, pipeRuns!),
        limit: 0.5,
      },
    ],
  };
}

/** Thousands of objects in one file. */
export function checkLarge(bench: Bench): Section {
  const { rivals, scratch, smoke, rounds } = bench;
  const [file, count] = writeFleet(bench, smoke ? 100 : 8000);
  const ours = checkOf(bench, file);
  const conform: Command = {
    name: "kubeconform",
    argv: [
      rivals.kubeconform,
      ...["-strict", "-summary", "-schema-location", locationOf(rivals.schemas), file],
    ],
    cwd: scratch,
  };
  for (const each of [ours, conform]) readsAll(each, count);
  const figures = measure([ours, conform], rounds(7));
  const limit = { says: "of kubeconform", ratio: ratio(figures[0]!, figures[1]!), limit: 1 };
  return { title: `${count} objects in one file`, figures, limits: [limit] };
}

/** What ten times as many objects take. */
export function checkGrowth(bench: Bench): Section {
  const sizes = bench.smoke ? [50, 500] : [8000, 80_000];
  const counted = bench.rounds(5);
  const commands = sizes.map((size) => {
    const [file, count] = writeFleet(bench, size);
    return { ...checkOf(bench, file), name: `slipway check, ${count} objects` };
  });
  const accounts = commands.map(() => [] as { cpu: number; memory: number; time: number }[]);
  for (let round = 0; round < counted.counted; round++)
    for (const [at, command] of commands.entries()) accounts[at]!.push(accountOf(command));
  const [few, many] = accounts.map((runs) => median(runs.map(({ cpu }) => cpu)));
  const figures = commands.map((command, at): Figures => {
    const runs = accounts[at]!;
    const times = runs.map(({ time }) => time);
    return { command, times, memory: median(runs.map(({ memory }) => memory)) };
  });
  return {
    title: "growth of the check with the number of objects",
    figures,
    facts: [few!, many!].map((cpu) => `${(cpu / 1000).toFixed(2)} s of CPU`),
    limits: [{ says: "times the CPU time for ten times as many", ratio: many! / few!, limit: 12 }],
  };
}

/** What the check of one object takes: little more than the start of the program. */
export function checkStart({ slipway, scratch, rounds }: Bench): Section {
  const file = join(scratch, "one.yaml");
  const one = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" }, data: { a: "b" } };
  writeFileSync(file, toYaml(one));
  const figures = measure(
    [
      { name: "bare node", argv: [process.execPath, "-e", "0"], cwd: scratch },
      slipway.command("slipway check, one object", ["check", ...layers, file]),
    ],
    rounds(15),
  );
  const bare = median(figures[0]!.times);
  const facts = figures.map(
    ({ times }) => `${(median(times) - bare).toFixed(0)} ms over bare node`,
  );
  return { title: "the start of the check", figures, facts, limits: [] };
}

/** The layers that say what the server says. */
const layers = ["--only", "documents,api"];

function checkOf({ slipway }: Bench, file: string): Command {
  return slipway.command("slipway check", ["check", ...layers, file]);
}

/** The objects of a fleet as one file of YAML. */
function writeFleet({ slipway, scratch }: Bench, wanted: number): [string, number] {
  const size = sizeOf(slipway);
  const teams = size.teams(wanted);
  const folder = join(scratch, "fleets");
  const file = join(folder, `${teams}.yaml`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, outputOf(renderFleet(slipway, teams)));
  return [file, size.objects(teams)];
}

/**
 * Makes sure that every object is checked, and nothing skipped.
 *
 * @throws Error that says what a program told instead
 */
function readsAll(command: Command, count: number): void {
  const told = outputOf(command);
  const whole = [
    `nothing found in ${count} objects`,
    `Summary: ${count} resources found .* Valid: ${count}, Invalid: 0, Errors: 0, Skipped: 0`,
  ];
  if (whole.some((text) => new RegExp(text).test(told))) return;
  throw new Error(`${command.name} does not check ${count} objects: ${told.trim()}`);
}
