import type { CheckedTree, Told } from "./findings.ts";
import type { Sight } from "./first-sight.ts";
import { type Judgement, PROMISED, precisionOf, SAMPLE } from "./judged.ts";
import type { Gap, RivalFigures } from "./rivals.ts";
import type { Look, PrecisionTree } from "./tree.ts";

/** What the page tells. */
export interface Figures {
  readonly seed: number;
  readonly trees: readonly CheckedTree[];
  /** What was judged of these trees. */
  readonly judged: readonly Judgement[];
  readonly sights: readonly Sight[];
  readonly files: readonly string[];
  readonly rivals: RivalFigures | undefined;
}

/** `docs/precision.md` */
export function precisionPage(figures: Figures): string {
  const { seed, files, sights, rivals } = figures;
  const known = of(figures, undefined);
  const count = sights.reduce((sum, { trees }) => sum + trees.length, 0);
  const { trees, judged } = known;
  const links = (names: readonly string[]) =>
    names.map((name) => `[\`${name}\`](../test/check/precision/${name})`).join(", ");
  return `# Precision of \`slipway check\`

How much of what the check says of manifests that others wrote is true. Written by \`npm run precision\`.

There are two figures, and they say different things:

- **[At first sight](#at-first-sight)**: ${count} trees that nobody had looked at, judged once, in ${sights.length} looks. This is nearer to what to expect of a tree of your own. It stays as it was, whatever is mended afterwards.
- **[After mending](#after-mending)**: ${trees.length} trees that were at hand while the rules were written. Rules that told something false of them were mended until they did not, so these figures are better than those of a new tree, and say only that nothing known is wrong.

## Method

- **Trees.** Public trees that others wrote: install manifests of operators, charts, demo applications, learning projects, home labs, old kustomize trees. Those out of Go modules are pinned, and \`test/check/precision.test.ts\` checks them again; the others are taken at a commit. Nothing of them is copied into this project.
- **What is run.** \`slipway check\` with every layer but \`practice\` (whose rules are advice, and none is an error), for the newest Kubernetes, without a configuration, an assumption or a suppression, and without network. What is installed together is checked together.
- **What is judged.** Every error, and of each rule's warnings in each tree ${SAMPLE}, chosen by a hash with the seed ${seed}. Who judged had written none of the rules.
- **True** means that it happens as the finding says on a cluster that has what the input and its documentation say. "It could" is not enough. Kubernetes' source and the program's own documentation decide.
- **The promise.** Of the errors ${percent(PROMISED.error)} are true, of the warnings ${percent(PROMISED.warning)}. The test fails below it on the trees after mending, and for a finding that nobody judged.

Every judgement with its reason: ${links(files)}, and at first sight ${links(sights.map(({ file }) => file))}.

# At first sight

${looksTable(figures)}

Each look is of trees that were new to the check of its day, so none is an earlier one again: it says what was left to a new user after the false findings of those before were mended. "Today" is what the rules say now, mended since, of what is still told and was judged; by now these trees are known, too. Nothing else of this section changes afterwards.

${sights.map((sight) => lookSection(sight, of(figures, sight.look))).join("\n\n")}

# After mending

The trees that were known while the rules were written.

## Totals

${totals(judged)}

## Trees

${treeTable(known)}

## Rules

${ruleTable(judged)}

## False findings

${falseTable(judged)}

## True findings

${trueTable(judged)}

${rivals ? rivalSection(rivals) : ""}# Again

\`npm run precision\` checks every tree that is there, says what nobody judged yet, and writes this page when all of them are there. Go modules come through the ordinary module proxy. The others are clones in one folder, which \`SLIPWAY_TREES\` names:

\`\`\`sh
${figures.trees.flatMap(({ tree }) => cloneOf(tree)).join("\n")}
\`\`\`
`;
}

const TREE_HEAD =
  "| tree | kind | source | objects | errors | warnings | errors true/false | warnings true/false | precision |";

const SEVERITIES = ["error", "warning"] as const;

type Part = Pick<Figures, "trees" | "judged">;

/** The figures of the trees of a look, or of those that were known before. */
function of({ trees, judged }: Figures, look: Look | undefined): Part {
  const wanted = trees.filter(({ tree }) => tree.look === look);
  const names = new Set(wanted.map(({ tree }) => tree.name));
  return { trees: wanted, judged: judged.filter(({ tree }) => names.has(tree)) };
}

function looksTable(figures: Figures): string {
  const rows = figures.sights.map((sight) => {
    const { look, date, commit, trees, judgements } = sight;
    const now = of(figures, look).judged;
    const cells = [
      `[${look}](#the-${look}-look)`,
      date,
      commit,
      trees.length,
      ...SEVERITIES.flatMap((severity) => {
        const own = told(judgements, severity);
        return [verdicts(own), share(own)];
      }),
      ...SEVERITIES.map((severity) => verdicts(told(now, severity))),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return table(
    "| look | date | check | trees | errors true/false | precision | warnings true/false | precision | errors today | warnings today |",
    rows,
  );
}

function lookSection({ look, chosen, notes, trees, judgements }: Sight, now: Part): string {
  const known = new Map(now.trees.map(({ tree }) => [tree.name, tree]));
  const rows = trees.map(({ name, ...counts }) => {
    const own = judgements.filter((each) => each.tree === name);
    return treeRow(known.get(name), { name, ...counts }, own);
  });
  return `## The ${look} look

${chosen} The check was run on them as it was.

${totals(judgements)}

${notes.map((note) => `- ${note}`).join("\n")}

${table(TREE_HEAD, rows)}

### By rule, at ${look} sight

${ruleTable(judgements)}

### False findings at ${look} sight

${falseTable(judgements)}`;
}

function totals(judged: readonly Judgement[]): string {
  const rows = SEVERITIES.map((severity) => {
    const own = told(judged, severity);
    const wrong = own.filter(({ verdict }) => verdict === "false").length;
    const cells = [own.length, own.length - wrong, wrong, share(own), percent(PROMISED[severity])];
    return `| ${severity}s | ${cells.join(" | ")} |`;
  });
  return table("| | judged | true | false | precision | promised |", rows);
}

function treeTable({ trees, judged }: Part): string {
  const rows = trees.map(({ tree, objects, told: all }) => {
    const [errors, warnings] = SEVERITIES.map((severity) => told(all, severity).length);
    const own = judged.filter((each) => each.tree === tree.name);
    return treeRow(tree, { name: tree.name, objects, errors, warnings }, own);
  });
  return table(TREE_HEAD, rows);
}

interface TreeCounts {
  readonly name: string;
  readonly objects: number;
  readonly errors: number | undefined;
  readonly warnings: number | undefined;
}

function treeRow(
  tree: PrecisionTree | undefined,
  { name, objects, errors, warnings }: TreeCounts,
  own: readonly Judgement[],
): string {
  const cells = [
    name,
    tree?.kind ?? "",
    tree ? sourceOf(tree) : "",
    number(objects),
    errors,
    warnings,
    ...SEVERITIES.map((severity) => verdicts(told(own, severity))),
    share(own),
  ];
  return `| ${cells.join(" | ")} |`;
}

function ruleTable(judged: readonly Judgement[]): string {
  const groups = [...Map.groupBy(judged, ({ rule, severity }) => `${rule} ${severity}`).values()];
  const rows = groups
    .sort((a, b) => ruleOf(a).localeCompare(ruleOf(b)))
    .map((own) => {
      const trees = new Set(own.map(({ tree }) => tree)).size;
      const cells = [linkOf(ruleOf(own)), own[0]?.severity, trees, verdicts(own), share(own)];
      return `| ${cells.join(" | ")} |`;
    });
  return table("| rule | severity | trees | true/false | precision |", rows);
}

function falseTable(judged: readonly Judgement[]): string {
  const wrong = judged.filter(({ verdict }) => verdict === "false");
  if (wrong.length === 0) return "None.";
  const rows = wrong.map(
    ({ tree, rule, severity, place, object, message, reason }) =>
      `| ${tree} | ${linkOf(rule)} | ${severity} | ${cell(place)} | ${cell(object)} | ${cell(message)} | ${cell(reason)} |`,
  );
  return table("| tree | rule | severity | place | object | told | why it is false |", rows);
}

function trueTable(judged: readonly Judgement[]): string {
  const right = judged.filter(({ verdict }) => verdict === "true");
  const groups = Map.groupBy(right, ({ tree, rule, severity, reason }) =>
    [tree, rule, severity, reason].join("\n"),
  );
  const rows = [...groups.values()]
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)))
    .map((own) => {
      const { tree, rule, severity, place, reason } = own[0] as Judgement;
      const where = own.length === 1 ? place : `${place} and ${own.length - 1} more`;
      return `| ${tree} | ${linkOf(rule)} | ${severity} | ${own.length} | ${cell(where)} | ${cell(reason)} |`;
    });
  return table("| tree | rule | severity | findings | place | why it is true |", rows);
}

function rivalSection({ rows, gaps, method }: RivalFigures): string {
  const found = rows.map(
    ({ name, errors, warnings, ofErrors, ofWarnings, gaps: more }) =>
      `| ${name} | ${errors} of ${ofErrors} | ${warnings} of ${ofWarnings} | ${more} |`,
  );
  const groups = Map.groupBy(gaps, ({ tree, rival, verdict }) => [rival, tree, verdict].join("\n"));
  const missed = [...groups.values()].map((own) => {
    const { tree, rival, object, told, verdict } = own[0] as Gap;
    const which = own.length === 1 ? object : `${object} and ${own.length - 1} more`;
    return `| ${rival} | ${tree} | ${cell(which)} | ${cell(told)} | ${cell(verdict)} |`;
  });
  return `## Others beside it

On the trees of this part, after mending; not on those at first sight. This is no fair race: the rules were mended on these trees, and theirs were not.

${method}

${table("| | of our true errors | of our true warnings | true faults that we do not tell |", found)}

${missed.length === 0 ? "" : `What they tell of objects of which we tell nothing like it:\n\n${table("| who | tree | object | told | what it is |", missed)}\n\n`}`;
}

function table(head: string, rows: readonly string[]): string {
  const columns = head.split("|").length - 2;
  return [head, `|${"---|".repeat(columns)}`, ...rows].join("\n");
}

function cloneOf({ from }: PrecisionTree): string[] {
  if ("version" in from) return [];
  const name = from.repository.replace("/", "+");
  return [
    `git clone https://github.com/${from.repository} ${name} && git -C ${name} checkout ${from.commit}`,
  ];
}

function sourceOf({ from }: PrecisionTree): string {
  return "version" in from
    ? `${from.path} ${from.version}`
    : `[${from.repository}](https://github.com/${from.repository}/tree/${from.commit}) ${from.commit.slice(0, 8)}`;
}

function ruleOf(own: readonly Judgement[]): string {
  return own[0]?.rule ?? "";
}

function orderOf([first]: readonly Judgement[]): string {
  return first ? `${first.tree} ${first.severity} ${first.rule} ${first.place}` : "";
}

function linkOf(rule: string): string {
  return `[\`${rule}\`](rules/${rule}.md)`;
}

function told<T extends Told>(all: readonly T[], severity: Told["severity"]): T[] {
  return all.filter((each) => each.severity === severity);
}

function verdicts(own: readonly Judgement[]): string {
  const wrong = own.filter(({ verdict }) => verdict === "false").length;
  return `${own.length - wrong}/${wrong}`;
}

function share(own: readonly Judgement[]): string {
  return own.length === 0 ? "" : percent(precisionOf(own));
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1).replace(/\.0$/, "")} %`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function cell(text: string): string {
  return text
    .replaceAll("|", "\\|")
    .replaceAll("\n", " ")
    .replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;"));
}
