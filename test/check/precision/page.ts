import type { CheckedTree } from "./findings.ts";
import type { FirstSight } from "./first-sight.ts";
import { type Judgement, PROMISED, precisionOf, SAMPLE } from "./judged.ts";
import type { Gap, RivalFigures } from "./rivals.ts";
import type { PrecisionTree } from "./tree.ts";

/** What the page tells. */
export interface Figures {
  readonly seed: number;
  readonly trees: readonly CheckedTree[];
  /** What was judged of these trees. */
  readonly judged: readonly Judgement[];
  readonly firstSight: FirstSight;
  readonly files: readonly string[];
  readonly rivals: RivalFigures | undefined;
}

/** `docs/precision.md` */
export function precisionPage(figures: Figures): string {
  const { seed, files, firstSight, rivals } = figures;
  const known = of(figures, (tree) => !tree.isFirstLook);
  const fresh = of(figures, (tree) => tree.isFirstLook === true);
  const { trees, judged } = known;
  const links = files.map((name) => `[\`${name}\`](../test/check/precision/${name})`).join(", ");
  return `# Precision of \`slipway check\`

How much of what the check says of manifests that others wrote is true. Written by \`npm run precision\`.

There are two figures, and they say different things:

- **[At first sight](#at-first-sight)**: ${fresh.trees.length} trees that nobody had looked at, judged once, on ${firstSight.date}. This is nearer to what to expect of a tree of your own. It stays as it was, whatever is mended afterwards.
- **[After mending](#after-mending)**: ${trees.length} trees that were at hand while the rules were written. Rules that told something false of them were mended until they did not, so these figures are better than those of a new tree, and say only that nothing known is wrong.

## Method

- **Trees.** Public trees that others wrote: install manifests of operators, charts, demo applications, learning projects, home labs, old kustomize trees. Those out of Go modules are pinned, and \`test/check/precision.test.ts\` checks them again; the others are taken at a commit. Nothing of them is copied into this project.
- **What is run.** \`slipway check\` with every layer but \`practice\` (whose rules are advice, and none is an error), for the newest Kubernetes, without a configuration, an assumption or a suppression, and without network. What is installed together is checked together.
- **What is judged.** Every error, and of each rule's warnings in each tree ${SAMPLE}, chosen by a hash with the seed ${seed}. Who judged had written none of the rules.
- **True** means that it happens as the finding says on a cluster that has what the input and its documentation say. "It could" is not enough. Kubernetes' source and the program's own documentation decide.
- **The promise.** Of the errors ${percent(PROMISED.error)} are true, of the warnings ${percent(PROMISED.warning)}. The test fails below it on the trees after mending, and for a finding that nobody judged.

Every judgement with its reason: ${links}, and at first sight [\`first-sight.json\`](../test/check/precision/first-sight.json).

${firstSightSection(firstSight, fresh)}

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

type Part = Pick<Figures, "trees" | "judged">;

/** The figures of some trees. */
function of({ trees, judged }: Figures, isWanted: (tree: PrecisionTree) => boolean): Part {
  const wanted = trees.filter(({ tree }) => isWanted(tree));
  const names = new Set(wanted.map(({ tree }) => tree.name));
  return { trees: wanted, judged: judged.filter(({ tree }) => names.has(tree)) };
}

function firstSightSection(then: FirstSight, now: Part): string {
  const { judgements, date } = then;
  const kinds = new Map(now.trees.map(({ tree }) => [tree.name, tree]));
  const rows = then.trees.map(({ name, objects, errors, warnings }) => {
    const tree = kinds.get(name);
    const own = judgements.filter((each) => each.tree === name);
    const cells = [
      name,
      tree?.kind ?? "",
      tree ? sourceOf(tree) : "",
      number(objects),
      errors,
      warnings,
      verdicts(own.filter(({ severity }) => severity === "error")),
      verdicts(own.filter(({ severity }) => severity === "warning")),
      share(own),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const strict = judgements.filter(
    ({ rule, verdict }) => rule === "not-kubernetes" && verdict === "false",
  ).length;
  return `# At first sight

The trees were chosen by their kind, by how many manifests they hold and by whether anything is told of them at all, before any finding was read, and cut into installations by their folders, or by their readme files where one said more; where the first cut put variants of one example together, it was cut again before anything was judged. The check of ${date} was run on them as it was. Nothing of this section changes afterwards, but the line "today".

${totals(judgements)}

Today, with the rules that were mended since (of what is still told and was judged): errors ${verdicts(now.judged.filter(({ severity }) => severity === "error"))}, warnings ${verdicts(now.judged.filter(({ severity }) => severity === "warning"))} (true/false). These trees are known now, too.

Two things to know when you read it:

- \`not-kubernetes\` was judged more strictly than below: false, where the name of the file, its folder or the tree's readme gives it to another program (values of Helm, package.json, a dashboard), so that kubectl never gets it. That is ${strict} of the false warnings.
- Variants of one example in one folder, and two clusters of one repository, were checked apart. Who gives them together is told \`duplicate-object\` for each that has the other's name: about 120 in these trees, which are counted nowhere.

${table(TREE_HEAD, rows)}

## By rule, at first sight

${ruleTable(judgements)}

## False findings at first sight

${falseTable(judgements)}`;
}

function totals(judged: readonly Judgement[]): string {
  const rows = (["error", "warning"] as const).map((severity) => {
    const own = judged.filter((each) => each.severity === severity);
    const wrong = own.filter(({ verdict }) => verdict === "false").length;
    const cells = [own.length, own.length - wrong, wrong, share(own), percent(PROMISED[severity])];
    return `| ${severity}s | ${cells.join(" | ")} |`;
  });
  return table("| | judged | true | false | precision | promised |", rows);
}

function treeTable({ trees, judged }: Part): string {
  const rows = trees.map(({ tree, objects, told }) => {
    const own = judged.filter((each) => each.tree === tree.name);
    const count = (severity: string) => told.filter((each) => each.severity === severity).length;
    const cells = [
      tree.name,
      tree.kind,
      sourceOf(tree),
      number(objects),
      count("error"),
      count("warning"),
      verdicts(own.filter(({ severity }) => severity === "error")),
      verdicts(own.filter(({ severity }) => severity === "warning")),
      share(own),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return table(TREE_HEAD, rows);
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

On the trees of this part, after mending; not on those of the first look. This is no fair race: the rules were mended on these trees, and theirs were not.

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
