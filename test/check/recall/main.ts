import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { kustomizePlants } from "./kustomize/plants.ts";
import { kustomizeFolder, recallFiles } from "./kustomize/recall.ts";
import { kustomizeOthers, kustomizeSystems } from "./kustomize/trees.ts";
import { count, page, percent, type Sized } from "./page.ts";
import { plants } from "./plants.ts";
import { type Outcome, recall } from "./recall.ts";
import { foreign, systems } from "./trees.ts";

// How many of the faults that are planted are found:
// npm run recall -- [--write] [--seed N] [--seeds N] [--plant ID] [--tree NAME] [--verbose]

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "51" },
    seeds: { type: "string", default: "3" },
    plant: { type: "string" },
    tree: { type: "string" },
    verbose: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const isChosen = ({ id }: { readonly id: string }) =>
  values.plant === undefined || id === values.plant;
const chosen = plants.filter(isChosen);
const chosenOfFiles = kustomizePlants.filter(isChosen);
const isWanted = ({ name }: { readonly name: string }) =>
  values.tree === undefined || name === values.tree;
const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.seed) + at);
const trees: Sized[] = [];
const all: Outcome[] = [];
for (const tree of [...(await systems()), ...(await foreign())].filter(isWanted)) {
  note(tree.name, tree.objects.length, await recall(tree, chosen, seeds));
}
const environment = { PATH: kustomizeFolder() };
for (const tree of [...(await kustomizeSystems()), ...(await kustomizeOthers())].filter(isWanted)) {
  const { objects, outcomes } = await recallFiles(tree, chosenOfFiles, seeds, environment);
  note(tree.name, objects, outcomes);
}
console.log(`all: ${share(all)}\n`);
for (const { id, what } of [...chosen, ...chosenOfFiles]) {
  const own = all.filter(({ plant }) => plant === id);
  const { planted, found } = count(own);
  const rules = [...new Set(own.flatMap((each) => each.rules))].join(", ");
  const mark = planted === 0 ? "none" : `${found}/${planted}`;
  console.log(`${mark.padEnd(6)} ${id.padEnd(26)} ${what}: ${rules}`);
  if (!values.verbose) continue;
  for (const { tree, seed, elsewhere, beside, rules: told } of own)
    if (told.length === 0 || elsewhere.length > 0)
      console.log(`         ${tree} ${seed} ${told.length === 0 ? "missed" : ""}`, {
        beside: told.length === 0 ? beside : [],
        elsewhere,
      });
}
if (values.write) {
  const file = new URL("../../../docs/recall.md", import.meta.url);
  writeFileSync(file, page(trees, seeds, all));
  console.log("\ndocs/recall.md is written");
}

function note(name: string, objects: number, outcomes: readonly Outcome[]): void {
  trees.push({ name, objects });
  all.push(...outcomes);
  console.log(`${name}: ${share(outcomes)}`);
}

function share(outcomes: readonly Outcome[]): string {
  const counted = count(outcomes);
  const { planted, found, withOthers } = counted;
  return `${found} of ${planted} found (${percent(counted)}), ${withOthers} with findings elsewhere`;
}
