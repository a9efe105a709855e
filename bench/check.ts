import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { toYaml } from "../src/yaml.ts";
import type { Bench, Section } from "./bench.ts";
import { renderFleet, sizeOf } from "./fleet.ts";
import { writeTree } from "./kustomize/tree.ts";
import { measure, median, ratio } from "./measure.ts";
import { objectsOf } from "./objects.ts";
import { type Command, outputOf } from "./process.ts";
import { locationOf } from "./rivals/schemas.ts";
import { render } from "./slipway.ts";

/** The server's verdict on a production platform, from its overlay and from its definition. */
export function checkThebot(bench: Bench): Section {
  const { slipway, rivals, scratch, rounds } = bench;
  const [overlay, env, ours] = overlayOf(bench);
  const overlayArgs = ["check", ...server, overlay];
  const fromOverlay = slipway.command("slipway check, of the overlay", overlayArgs, env);
  const args = ["check", ...server, "-f", "thebot/platform.ts", "-e", "production"];
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
  for (const each of [fromOverlay, fromPlatform]) readsAll(each, ours.length);
  readsAll(pipe, ours.length);
  const figures = measure([fromOverlay, fromPlatform, pipe], rounds(15));
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

/** thebot's production as an overlay of kustomize, what finds that program, and the objects. */
export function overlayOf({ slipway, rivals, scratch }: Bench) {
  const rendered = (environment: string) =>
    objectsOf(outputOf(render(slipway, "thebot", environment)));
  const [ours, staging] = [rendered("production"), rendered("staging")];
  const overlay = writeTree(join(scratch, "check-thebot"), staging, ours);
  const PATH = [dirname(rivals.kustomize), process.env.PATH].join(delimiter);
  return [overlay, { PATH }, ours] as const;
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

/** What the check of one object takes: little more than the start of the program. */
export function checkStart({ slipway, scratch, rounds }: Bench): Section {
  const file = join(scratch, "one.yaml");
  const one = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" }, data: { a: "b" } };
  writeFileSync(file, toYaml(one));
  const figures = measure(
    [
      { name: "bare node", argv: [process.execPath, "-e", "0"], cwd: scratch },
      slipway.command("slipway check, one object", ["check", ...server, file]),
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
export const server = ["--only", "documents,api"];

function checkOf({ slipway }: Bench, file: string): Command {
  return slipway.command("slipway check", ["check", ...server, file]);
}

/** The objects of a fleet as one file of YAML. */
export function writeFleet({ slipway, scratch }: Bench, wanted: number): [string, number] {
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
