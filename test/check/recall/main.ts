import { parseArgs } from "node:util";
import { plants } from "./plants.ts";
import { type Outcome, recall } from "./recall.ts";
import { foreign, systems } from "./trees.ts";

// How many of the faults that are planted are found: npm run recall -- [--seed N] [--plant ID] [--tree NAME] [--verbose]

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "3" },
    plant: { type: "string" },
    tree: { type: "string" },
    verbose: { type: "boolean", default: false },
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
  const missed = own.filter(({ rules }) => rules.length === 0);
  const rules = [...new Set(own.flatMap((each) => each.rules))].join(", ");
  const mark = own.length === 0 ? "none" : `${own.length - missed.length}/${own.length}`;
  console.log(`${mark.padEnd(6)} ${id.padEnd(26)} ${what}: ${rules}`);
  if (values.verbose)
    for (const { tree, seed, elsewhere, rules: found } of own)
      if (found.length === 0 || elsewhere.length > 0)
        console.log(
          `         ${tree} ${seed} ${found.length === 0 ? "missed" : ""}`,
          elsewhere.slice(0, 6),
        );
}

function share(outcomes: readonly Outcome[]): string {
  const found = outcomes.filter(({ rules }) => rules.length > 0).length;
  const clean = outcomes.filter(({ elsewhere }) => elsewhere.length === 0).length;
  const percent = outcomes.length === 0 ? 0 : (100 * found) / outcomes.length;
  return `${found} of ${outcomes.length} found (${percent.toFixed(1)} %), ${outcomes.length - clean} with findings elsewhere`;
}
