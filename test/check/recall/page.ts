import type { Plant } from "./plant.ts";
import { beds, kustomizeBed } from "./plants.ts";
import type { Outcome } from "./recall.ts";

/** What a page says of a plant. */
type Sort = Pick<Plant, "id" | "what">;

/** How many are found, and how many bring findings elsewhere. */
export interface Count {
  readonly planted: number;
  readonly found: number;
  /** Of those, the ones after which something was found that the plant did not make. */
  readonly withOthers: number;
}

export function count(outcomes: readonly Outcome[]): Count {
  return {
    planted: outcomes.length,
    found: outcomes.filter(({ rules }) => rules.length > 0).length,
    withOthers: outcomes.filter(({ elsewhere }) => elsewhere.length > 0).length,
  };
}

export function percent({ planted, found }: Count): string {
  return `${planted === 0 ? "0" : ((100 * found) / planted).toFixed(1)} %`;
}

/** A tree, by how many objects it has. */
export interface Sized {
  readonly name: string;
  readonly objects: number;
}

/** `docs/recall.md`. */
export function page(
  trees: readonly Sized[],
  seeds: readonly number[],
  outcomes: readonly Outcome[],
): string {
  const all = count(outcomes);
  const of = ({ id }: Sort) => outcomes.filter(({ plant }) => plant === id);
  return `# Recall: faults that are planted, and found

\`npm run recall -- --write\` writes this page. Into trees that are in order, one fault at a time is
planted: a place is taken by chance, the same for the same seed, the objects are changed there, and
the whole is checked as \`slipway check\` does. A fault counts as found where a rule that is about it
tells it **at the lines that were changed**; of a fault between two objects either end will do, and
what is missing is to be told where it should stand. What other rules say of those lines does not
count. "Elsewhere" are the faults after which a finding stands at another place, where that rule
found nothing before: one cause should be one finding. \`test/check/recall.test.ts\` repeats it with
one seed.

A fault is planted only where it is one, and where the tree shows it: not an egress rule taken away
for a host that nothing in the tree names, not a probe taken from a container that no Service leads
to, not a second fault of a kind in a pod that has one already (they are told together), not a
budget for a pod that others make while they run. Each plant says so in
\`test/check/recall/plants/\`. CustomResourceDefinitions are left out of the trees. Faults of kustomization
files are planted into the files that kustomize builds: what our systems are written to, and what
others wrote.

${all.planted} faults in ${trees.length} trees, with the seeds ${seeds.join(", ")} (rules and plants were mended with others): **${all.found} found (${percent(all)})**, ${all.withOthers} with
findings elsewhere.

| tree | objects | planted | found | | elsewhere |
|---|---:|---:|---:|---:|---:|
${trees.map((tree) => rowOf(tree, outcomes)).join("\n")}

## By class
${[...beds, kustomizeBed]
  .map(
    ({ about, plants }) => `
### ${about}

| class | fault | rules | planted | found | elsewhere |
|---|---|---|---:|---:|---:|
${plants.map((plant) => plantRow(plant, of(plant))).join("\n")}
`,
  )
  .join("")}
## Missed

${missed(outcomes)}

## Found, with something elsewhere

${others(outcomes)}
`;
}

function rowOf({ name, objects }: Sized, outcomes: readonly Outcome[]): string {
  const own = count(outcomes.filter(({ tree }) => tree === name));
  return `| ${name} | ${objects} | ${own.planted} | ${own.found} | ${percent(own)} | ${own.withOthers} |`;
}

function plantRow({ id, what }: Sort, outcomes: readonly Outcome[]): string {
  const { planted, found, withOthers } = count(outcomes);
  const rules = [...new Set(outcomes.flatMap((each) => each.rules))];
  const links = rules.map((rule) => `[${rule}](rules/${rule}.md)`).join(", ");
  return `| ${what} | \`${id}\` | ${links} | ${planted} | ${found} | ${withOthers} |`;
}

function missed(outcomes: readonly Outcome[]): string {
  const lost = outcomes.filter(({ rules }) => rules.length === 0);
  return lost.length === 0
    ? "None."
    : lost.map(({ plant, tree, seed }) => `- \`${plant}\` in ${tree}, seed ${seed}`).join("\n");
}

function others(outcomes: readonly Outcome[]): string {
  const several = outcomes.filter(({ elsewhere }) => elsewhere.length > 0);
  return several.length === 0
    ? "None."
    : several
        .map(
          ({ plant, tree, seed, elsewhere }) =>
            `- \`${plant}\` in ${tree}, seed ${seed}: ${[...new Set(elsewhere.map((each) => each.split(" ")[0]))].join(", ")}`,
        )
        .join("\n");
}
