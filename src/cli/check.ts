import { existsSync } from "node:fs";
import { type Assumption, Assumptions, parseAssumption } from "../check/assumptions.ts";
import type { Finding } from "../check/finding.ts";
import { rules } from "../check/rules.ts";
import { run, summaryOf } from "../check/run.ts";
import { selected } from "../check/selection.ts";
import { SourceLines } from "../inputs/source-lines.ts";
import { worlds } from "../inputs/worlds.ts";
import { minorOf, NEWEST_MINOR, OLDEST_MINOR } from "../kubernetes/versions.ts";
import { fail } from "../problem.ts";
import { reportFor } from "../report/check/index.ts";
import { parseArguments } from "./arguments.ts";
import { imageOptions, imagesOf, tagOf } from "./images.ts";
import { problemsLookOf, write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry, version } from "./program.ts";

const help = `slipway check [PATH… | -] [options]

Says what the API server would say of every object, offline, with the line to change.

  PATH is a platform (platform.ts), a YAML or JSON file, a folder of them, a kustomization, a Helm
  chart, or - for stdin. Several paths are one world. Without any: -f, all its environments.

  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  one environment of the platform
      --image NAME=REF, --tag TAG  the platform's own images, as in slipway render
      --values FILE[,FILE]       values for the charts; repeated: a rendering with each of them
      --kube-version VERSION     1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}; default: the platform's, or 1.${NEWEST_MINOR}
      --nearest                  for a version outside, check for the nearest one inside
      --each                     every file is a world of its own
      --against PATH             what is in the cluster: updates are judged too; may be repeated
      --assume KIND/NAME         what is there without being in the input, such as Secret/shop/db:password
      --only NAME, --skip NAME   layers or rules: documents, api, unknown-field …; lists with commas
      --strict                   warnings count as errors
      --format text|json|sarif|junit|github
      --explain RULE             why a rule matters, with an example
  -h, --help

Exit codes: 0 nothing of weight, 1 findings, 2 usage, or a path or program that is missing.

Examples:
  slipway check
  slipway check -e production --kube-version 1.34
  slipway check deploy/overlays/production
  slipway check --each --only documents,api manifests/
  kubectl get deploy web -o yaml | slipway check -
  slipway check --explain unknown-field
`;

const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  ...imageOptions,
  values: { value: "FILE", multiple: true },
  "kube-version": { value: "1.36" },
  nearest: {},
  each: {},
  against: { value: "PATH", multiple: true },
  assume: { value: "KIND/NAME", multiple: true },
  only: { value: "NAME", multiple: true },
  skip: { value: "NAME", multiple: true },
  strict: {},
  format: { value: "text|json|sarif|junit|github" },
  explain: { value: "RULE" },
  help: { short: "h" },
} as const;

/** `slipway check` */
export async function checkCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  if (given.explain !== undefined) {
    const { explained } = await import("../report/check/explain.ts");
    return write("stdout", explained(given.explain, rules));
  }
  if (given.file !== undefined && words.length > 0)
    fail({ message: "-f and paths are two ways to say what to check", instead: "paths only" });
  if (given.file === undefined && words.length === 0 && !existsSync("platform.ts"))
    fail({
      message: "there is no platform.ts here, and nothing else is named",
      instead: "slipway check deploy/, or slipway check -f path/to/platform.ts",
    });
  const chosen = selected(rules, listOf(given.only), listOf(given.skip));
  const lines = new SourceLines();
  const look = problemsLookOf("stdout", lines);
  const report = reportFor(given.format ?? "text", { look, rules: chosen, version: version() });
  const all: Finding[] = [];
  let objects = 0;
  const checking = worlds({
    paths: words.length > 0 ? words : [given.file ?? "platform.ts"],
    environment: given.environment,
    choice: { images: imagesOf(given.image), tag: tagOf(given.tag) },
    minor: minorFor(given["kube-version"], given.nearest),
    each: given.each,
    against: given.against,
    assumptions: new Assumptions(given.assume.map(assumptionOf)),
    values: given.values.map((files) => files.split(",")),
    lines,
    entry,
  });
  for await (const world of noticed(checking)) {
    const findings = run(chosen, world);
    objects += world.objects.length;
    for (const finding of findings) all.push(finding);
    await write("stdout", report.add(findings));
  }
  const summary = summaryOf(objects, all);
  await write("stdout", report.end(summary));
  if (summary.errors > 0 || (given.strict && summary.warnings > 0)) process.exitCode = 1;
}

/** Making a world may run a platform file. Writing about it is not watched: the reader may go. */
async function* noticed<T>(worlds: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const next = await noticingEnd(() => worlds.next());
    if (next.done) return;
    yield next.value;
  }
}

function assumptionOf(text: string): Assumption {
  return (
    parseAssumption(text) ??
    fail({
      message: `"${text}" says nothing that can be assumed`,
      instead: "--assume KIND/NAME, KIND/NAMESPACE/NAME, or Secret/NAMESPACE/NAME:KEY,KEY",
    })
  );
}

function listOf(given: readonly string[]): string[] {
  return given.flatMap((text) => text.split(",")).filter((name) => name !== "");
}

function minorFor(version: string | undefined, nearest: boolean): number | undefined {
  if (version === undefined) return undefined;
  const minor = minorOf(version);
  if (minor !== undefined) return minor;
  const range = `1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}`;
  const asked = Number(/^v?1\.(\d{1,3})/.exec(version)?.[1] ?? Number.NaN);
  if (Number.isNaN(asked))
    fail({
      message: `--kube-version ${version} is no version of Kubernetes`,
      instead: `--kube-version 1.${NEWEST_MINOR}`,
    });
  const near = asked < OLDEST_MINOR ? OLDEST_MINOR : NEWEST_MINOR;
  if (nearest) return near;
  return fail({
    message: `the API of Kubernetes ${version} is not known here: ${range} are`,
    instead: `--kube-version 1.${near}, or --nearest to take that one`,
  });
}
