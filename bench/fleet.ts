import { join } from "node:path";
import type { Bench, Section } from "./bench.ts";
import { type Figures, measure, median, ratio } from "./measure.ts";
import {
  kinds,
  objectsOf,
  sameContent,
  sameObjects,
  type Written,
  withoutDigests,
} from "./objects.ts";
import { type Command, outputOf } from "./process.ts";
import { cdk8s, writeLoop } from "./rivals/programs.ts";
import { type Installed, render } from "./slipway.ts";

/** A fleet of this many teams. */
export function renderFleet(slipway: Installed, teams: number): Command {
  return render(slipway, "fleet", "production", { TEAMS: String(teams) });
}

/** Thousands of objects of one environment, against as many in one chart of cdk8s. */
export function large({ slipway, scratch, smoke, rounds }: Bench): Section {
  const size = sizeOf(slipway);
  const teams = smoke ? 3 : size.teams(8000);
  const ours = renderFleet(slipway, teams);
  const objects = objectsOf(outputOf(ours));

  const numbers = Array.from({ length: teams }, (_, at) => teamNumber(at + 1));
  const data = writeLoop(join(scratch, "fleet-objects.js"), size.one, numbers);
  const plus = cdk8s("plus", scratch, data);
  const raw = cdk8s("raw", scratch, data);
  sameObjects(plus.name, objectsOf(outputOf(plus)), objects);
  const [theirs, wanted] = [objectsOf(outputOf(raw)), objects].map(withoutDigests);
  sameContent(raw.name, theirs!, wanted!);

  const figures = measure([ours, plus, raw], rounds(7));
  const [us, plusRuns] = figures;
  return {
    title: `one environment of ${objects.length} objects of ${kinds(objects).size} kinds`,
    figures,
    limits: [
      { says: "of cdk8s with cdk8s-plus in one chart", ratio: ratio(us!, plusRuns!), limit: 1 / 3 },
    ],
  };
}

/** How the time grows with the number of objects. */
export function growth({ slipway, smoke, rounds }: Bench): Section {
  const size = sizeOf(slipway);
  const wanted = smoke ? [100, 200] : [1000, 2000, 4000, 8000];
  const commands = wanted.map((objects) => {
    const teams = size.teams(objects);
    return { ...renderFleet(slipway, teams), name: `${size.objects(teams)} objects` };
  });
  const figures = measure(commands, rounds(7));
  const counts = wanted.map((objects) => size.objects(size.teams(objects)));
  const perObject = figures.map(({ times }, at) => (median(times) / counts[at]!) * 1000);
  return {
    title: "growth with the number of objects",
    figures,
    facts: perObject.map((time) => `${time.toFixed(0)} µs each`),
    limits: [],
    notes: [`each further object takes ${further(figures, counts).toFixed(0)} µs`],
  };
}

/** Microseconds for an object more, between the smallest and the largest size. */
function further(figures: readonly Figures[], counts: readonly number[]): number {
  const [first, last] = [figures[0]!, figures.at(-1)!].map(({ times }) => median(times));
  return ((last! - first!) / (counts.at(-1)! - counts[0]!)) * 1000;
}

/** As the platform file of the fleet numbers its teams. */
function teamNumber(number: number): string {
  return String(number).padStart(4, "0");
}

/** How many objects a number of teams has, and the other way round. */
export function sizeOf(slipway: Installed) {
  const count = (teams: number): Written[] => objectsOf(outputOf(renderFleet(slipway, teams)));
  const one = count(1);
  const perTeam = count(2).length - one.length;
  const shared = one.length - perTeam;
  return {
    one,
    teams: (objects: number) => Math.max(1, Math.round((objects - shared) / perTeam)),
    objects: (teams: number) => shared + teams * perTeam,
  };
}
