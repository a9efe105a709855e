/**
 * `npm run precision`: how much of what the check says of trees that others wrote is true. Checks every
 * tree that is there, says what nobody judged yet, and writes docs/precision.md when all are there.
 *
 *     npm run precision -- [--tree NAME]... [--todo FILE] [--take FILE [--into NAME]] [--follow] [--prune]
 */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type CheckedTree, check, keyOf, type Told } from "../test/check/precision/findings.ts";
import { sights } from "../test/check/precision/first-sight.ts";
import {
  compare,
  followed,
  type Judgement,
  judgementFiles,
  judgements,
  precisionOf,
  readJudgements,
  toJudge,
  writeJudgements,
} from "../test/check/precision/judged.ts";
import { precisionPage } from "../test/check/precision/page.ts";
import { type Gap, rivalFigures, writeRivalFigures } from "../test/check/precision/rivals.ts";
import { trees } from "../test/check/precision/trees.ts";

const { values } = parseArgs({
  options: {
    /** Only these trees. */
    tree: { type: "string", multiple: true },
    /** Writes what nobody judged yet, to be filled in. */
    todo: { type: "string" },
    /** Takes what was filled in; entries without a verdict are left out. */
    take: { type: "string" },
    /** The file of judgements that takes it. */
    into: { type: "string", default: "judgements.json" },
    /** Judgements whose finding only has another text or another line now go with it. */
    follow: { type: "boolean", default: false },
    /** Removes judgements of what is not found any more. */
    prune: { type: "boolean", default: false },
    /** Asks kubeconform, kubectl-validate and kube-score; writes what nobody judged of it to the file. */
    rivals: { type: "string" },
    /** Takes what was judged of what they tell and we do not. */
    gaps: { type: "string" },
  },
});

if (values.take !== undefined) take(values.take, values.into);
const { all, seed } = judgements();
const chosen = trees.filter(({ name }) => values.tree?.includes(name) ?? true);
const checked: CheckedTree[] = [];
const missing: string[] = [];
for (const tree of chosen) {
  const start = performance.now();
  const result = await check(tree);
  if (typeof result === "string") {
    missing.push(tree.name);
    console.log(`${tree.name}: is not there: ${result}`);
    continue;
  }
  checked.push(result);
  const { unjudged, gone, judged } = comparedOf(result);
  const wrong = judged.filter(({ verdict }) => verdict === "false").length;
  console.log(
    `${tree.name}: ${result.objects} objects, ${result.told.length} errors and warnings; ${judged.length - wrong} true, ${wrong} false, ${unjudged.length} not judged, ${gone.length} gone (${Math.round(performance.now() - start)} ms)`,
  );
}

const compared = checked.map(comparedOf);
const judged = compared.flatMap((each) => each.judged);
const unjudged = compared.flatMap((each) => each.unjudged);
if (values.follow) followAll();
if (values.prune) prune();
for (const { tree, place, severity, rule, object, message } of values.todo ? [] : unjudged)
  console.log(`not judged: ${tree} ${place} ${severity} ${rule} ${object}: ${message}`);
if (values.todo !== undefined) {
  const todo = unjudged.map((each) => ({ ...each, verdict: "", reason: "", ...helpFor(each) }));
  writeFileSync(values.todo, `${JSON.stringify(todo, null, 2)}\n`);
  console.log(`${values.todo}: ${todo.length} to judge`);
}
for (const severity of ["error", "warning"] as const) {
  const own = judged.filter((each) => each.severity === severity);
  console.log(`${severity}s: ${(100 * precisionOf(own)).toFixed(2)} % of ${own.length} are true`);
}
if (values.rivals !== undefined) await askRivals(values.rivals);
writePage();

async function askRivals(file: string): Promise<void> {
  const { compareRivals } = await import("../test/check/precision/compare-rivals.ts");
  const taken = values.gaps ? (JSON.parse(readFileSync(values.gaps, "utf8")) as Gap[]) : [];
  const gaps = [...(rivalFigures()?.gaps ?? []), ...taken.filter(({ verdict }) => verdict)];
  const known = checked.filter(({ tree }) => tree.look === undefined);
  const names = new Set(known.map(({ tree }) => tree.name));
  const own = judged.filter(({ tree }) => names.has(tree));
  const { figures, unjudged: rest } = await compareRivals(known, own, gaps, console.log);
  writeRivalFigures(figures);
  writeFileSync(file, `${JSON.stringify(rest, null, 2)}\n`);
  console.log(`${file}: ${rest.length} that others tell and we do not, to be judged`);
}

function comparedOf({ tree, told }: CheckedTree) {
  const own = all.filter((each) => each.tree === tree.name);
  return compare(toJudge(told, seed), own);
}

/** What helps to judge it; not kept. */
function helpFor(told: Told): { why: string; lines: string[] } {
  const finding = checked.flatMap(({ findings }) => findings.get(keyOf(told)) ?? [])[0]!;
  const { why, file, line } = finding;
  if (!existsSync(file) || !statSync(file).isFile()) return { why, lines: [] };
  const all = readFileSync(file, "utf8").split("\n");
  const from = Math.max(0, line - 6);
  const shown = all.slice(from, line + 6).map((text, at) => `${from + at + 1}: ${text}`);
  return { why, lines: shown.map((text) => text.slice(0, 160)) };
}

function take(file: string, into: string): void {
  const filled = JSON.parse(readFileSync(file, "utf8")) as (Told & Partial<Judgement>)[];
  const taken = filled.flatMap(({ tree, rule, severity, place, object, message, ...said }) => {
    const { verdict, reason } = said;
    if (verdict !== "true" && verdict !== "false") return [];
    if (!reason) throw new Error(`${file}: no reason for ${tree} ${rule} ${place}`);
    return [{ tree, rule, severity, place, object, message, verdict, reason }];
  });
  const names = judgementFiles();
  const before = names.includes(into) ? readJudgements(into) : { judgements: [] };
  const now = new Map([...before.judgements, ...taken].map((each) => [keyOf(each), each]));
  writeJudgements(into, { ...before, judgements: [...now.values()] });
  console.log(`${into}: ${taken.length} taken`);
}

function followAll(): void {
  const pairs = new Map(compared.flatMap((each) => [...followed(each)]));
  const byKey = new Map([...pairs].map(([old, now]) => [keyOf(old), now]));
  rewrite((each) => {
    const now = byKey.get(keyOf(each));
    return now ? [{ ...each, place: now.place, message: now.message }] : [each];
  });
  console.log(`${pairs.size} judgements follow their findings`);
}

function prune(): void {
  const gone = new Set(compared.flatMap((each) => each.gone.map(keyOf)));
  rewrite((each) => (gone.has(keyOf(each)) ? [] : [each]));
  console.log(`${gone.size} judgements removed`);
}

function rewrite(change: (each: Judgement) => Judgement[]): void {
  for (const name of judgementFiles()) {
    const file = readJudgements(name);
    const changed = file.judgements.flatMap((each) => {
      const now = change(each);
      return now.length === 1 && now[0] === each ? [] : [each];
    });
    if (changed.length > 0)
      writeJudgements(name, { ...file, judgements: file.judgements.flatMap(change) });
  }
}

function writePage(): void {
  if (missing.length > 0 || values.tree !== undefined) {
    console.log("docs/precision.md is written when every tree is there");
    return;
  }
  const files = judgementFiles();
  const page = precisionPage({
    seed,
    trees: checked,
    judged,
    sights: sights(),
    files,
    rivals: rivalFigures(),
  });
  writeFileSync(join(import.meta.dirname, "..", "docs", "precision.md"), page);
  console.log(`docs/precision.md: ${judged.length} judged, ${unjudged.length} not judged`);
}
