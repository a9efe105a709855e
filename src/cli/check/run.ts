import { Assumptions } from "../../check/assumptions.ts";
import type { Finding } from "../../check/finding.ts";
import { livingRules } from "../../check/living/rules.ts";
import { withSeverities } from "../../check/living/severities.ts";
import { type NodeSize, parseNodes } from "../../check/nodes.ts";
import type { RuleName, RuleText } from "../../check/rule.ts";
import { ruleNames } from "../../check/rule-names.ts";
import { summaryOf } from "../../check/run.ts";
import { selected } from "../../check/selection.ts";
import { serverRules } from "../../check/server-rules.ts";
import { SourceLines } from "../../inputs/source-lines.ts";
import { type Inputs, isPlatformFile, worlds } from "../../inputs/worlds.ts";
import type { Building } from "../../manifests/read/kustomization/build.ts";
import { fail } from "../../problem.ts";
import { reportFor } from "../../report/check/index.ts";
import { imagesOf, tagOf } from "../images.ts";
import { problemsLookOf, write } from "../output.ts";
import { noticingEnd } from "../premature-end.ts";
import { entry, version } from "../program.ts";
import { baselineWriter, checkedFrom } from "./baseline-file.ts";
import { assumptionOf, type Configuration, configurationIn } from "./configuration.ts";
import { Living, type Scope } from "./living.ts";
import { minorFor } from "./minor.ts";
import type { Given } from "./options.ts";

/** What `slipway check` was asked, in whole. */
export interface Asked {
  readonly given: Given;
  /** Paths without an option before them. */
  readonly words: readonly string[];
  /** Builds that go on already. */
  readonly begun: Map<string, Building>;
}

/** Checks what `slipway check` is pointed at, and tells it. */
export async function runCheck({ given, words, begun }: Asked): Promise<void> {
  const paths = words.length > 0 ? words : [given.file ?? "platform.ts"];
  const only = await loaded(selected(ruleNames, listOf(given.only), listOf(given.skip)));
  const configuration = await configurationIn(given.config, paths.filter(isPlatformFile));
  const scope: Scope = {
    rules: withSeverities(only, configuration.severities),
    configuration,
    paths,
    isUsual: words.length === 0 && given.file === undefined,
    environment: given.environment,
  };
  const inputs = { ...inputsOf(given, paths, configuration), begun };
  if (given["write-baseline"] !== undefined)
    return writeBaseline(given["write-baseline"], scope, inputs);
  const baseline = given.baseline ?? configuration.baseline;
  if (given.fix && (await fixed(given, new Living(scope, baseline), inputs))) return;
  const living = new Living(scope, baseline);
  const lines = new SourceLines(living.note);
  const look = problemsLookOf("stdout", lines);
  const context = { look, rules: scope.rules, version: version() };
  const report = reportFor(given.format ?? "text", context);
  const all: Finding[] = [];
  let objects = 0;
  const tell = (findings: readonly Finding[]) => {
    for (const finding of findings) all.push(finding);
    return write("stdout", report.add(findings));
  };
  for await (const world of noticed(worlds({ ...inputs, lines }))) {
    objects += world.objects.length;
    await tell(living.findings(world));
  }
  await tell(living.closing(inputs.assumptions));
  const summary = summaryOf(objects, all);
  await write("stdout", report.end(summary));
  if (summary.errors > 0 || (given.strict && summary.warnings > 0)) process.exitCode = 1;
}

/** The rules of names. What is told beyond the server's verdict is a third of the check: loaded only when asked for. */
async function loaded(names: readonly RuleName[]): Promise<readonly RuleText[]> {
  const ids = new Set(names.map(({ id }) => id));
  const known = [...serverRules, ...livingRules];
  const isKnown = known.filter(({ id }) => ids.has(id));
  if (isKnown.length === ids.size) return isKnown;
  const { allRules } = await import("../../check/all-rules.ts");
  return allRules.filter(({ id }) => ids.has(id));
}

function inputsOf(
  given: Given,
  paths: readonly string[],
  { assume, programs }: Configuration,
): Inputs {
  return {
    paths,
    environment: given.environment,
    choice: { images: imagesOf(given.image), tag: tagOf(given.tag) },
    minor: minorFor(given["kube-version"], given.nearest),
    each: given.each,
    against: given.against,
    assumptions: new Assumptions([...assume, ...given.assume.map(assumptionOf)]),
    nodes: given.nodes.map(nodesOf),
    programs,
    values: given.values.map((files) => files.split(",")),
    lines: new SourceLines(),
    entry,
  };
}

function nodesOf(text: string): NodeSize {
  return (
    parseNodes(text) ??
    fail({
      message: `"${text}" is no number of nodes with what pods may have of each`,
      instead: "--nodes 3:4,16Gi",
    })
  );
}

/** @returns whether that was all */
async function fixed(given: Given, living: Living, inputs: Inputs): Promise<boolean> {
  const { fix } = await import("./fix.ts");
  const look = problemsLookOf("stdout");
  const isDry = given["dry-run"];
  const reading = { ...inputs, lines: new SourceLines(living.note) };
  const { findings, files, diff } = await noticingEnd(() => fix(reading, living, isDry, look));
  const isText = (given.format ?? "text") === "text";
  const what = findings === 1 ? "1 finding" : `${findings} findings`;
  const where = files.length === 1 ? "1 file" : `${files.length} files`;
  if (!isDry) {
    if (findings > 0) await write(isText ? "stdout" : "stderr", `mended: ${what} in ${where}\n\n`);
    return false;
  }
  const end = findings > 0 ? `${what} in ${where} would be mended` : "nothing to mend";
  await write("stdout", `${diff}${end}\n`);
  if (findings > 0) process.exitCode = 1;
  return true;
}

async function writeBaseline(file: string, scope: Scope, inputs: Inputs): Promise<void> {
  const writer = baselineWriter(file);
  const living = new Living(scope, file, true);
  const lines = new SourceLines(living.note);
  for await (const world of noticed(worlds({ ...inputs, lines })))
    writer.add(living.findings(world));
  const { writeText } = await import("../../inputs/editable.ts");
  writeText(file, writer.text(checkedFrom(file, scope.paths)));
  const what = writer.size === 1 ? "1 finding" : `${writer.size} findings`;
  await write("stdout", `${file}: ${what}\n`);
}

/** Making a world may run a platform file. Writing about it is not watched: the reader may go. */
async function* noticed<T>(worlds: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const next = await noticingEnd(() => worlds.next());
    if (next.done) return;
    yield next.value;
  }
}

function listOf(given: readonly string[]): string[] {
  return given.flatMap((text) => text.split(",")).filter((name) => name !== "");
}
