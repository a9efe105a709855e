import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { count, page, percent } from "./page.ts";
import { plants } from "./plants.ts";
import { type Outcome, recall } from "./recall.ts";
import { foreign, systems } from "./trees.ts";

// How many of the faults that are planted are found:
// npm run recall -- [--write] [--seed N] [--seeds N] [--plant ID] [--tree NAME] [--verbose]

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "11" },
    seeds: { type: "string", default: "3" },
    plant: { type: "string" },
    tree: { type: "string" },
    verbose: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const chosen = plants.filter(({ id }) => values.plant === undefined || id === values.plant);
const seeds = Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.seed) + at);
const trees = [...(await systems()), ...(await foreign())].filter(
  ({ name }) => values.tree === undefined || name === values.tree,
);
const all: Outcome[] = [];
for (const tree of trees) {
  const outcomes = await recall(tree, chosen, seeds);
  all.push(...outcomes);
  console.log(`${tree.name}: ${share(outcomes)}`);
}
console.log(`all: ${share(all)}\n`);
for (const { id, what } of chosen) {
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

function share(outcomes: readonly Outcome[]): string {
  const counted = count(outcomes);
  const { planted, found, withOthers } = counted;
  return `${found} of ${planted} found (${percent(counted)}), ${withOthers} with findings elsewhere`;
}
