import { imageTagProblem } from "../kubernetes/image.ts";
import { loadPlatform } from "../load/load.ts";
import { type Format, toText } from "../manifests/documents.ts";
import type { Platform } from "../platform/platform.ts";
import { type ImageChoice, type Resolved, resolve } from "../platform/resolve/index.ts";
import { fail, ProblemError } from "../problem.ts";
import { type Rendered, render } from "../render/index.ts";
import { summarize } from "../render/summary.ts";
import { summaryText } from "../report/summary.ts";
import { parseArguments } from "./arguments.ts";
import { lookOf, write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry } from "./program.ts";

const help = `slipway render [-f FILE] [-e ENVIRONMENT] [options]

Prints every Kubernetes object of a platform in one environment, and a summary on stderr.

  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  needed when the platform has several
      --format yaml|json         YAML documents (the default), or a JSON List
  -o, --output DIR               write files into a folder instead; the summary goes to stdout.
                                 A rerun leaves unchanged files alone and removes those that are
                                 no longer rendered. It stops at files that it did not write, or
                                 that were edited since.
      --force                    with -o: overwrite those too
      --image NAME=REF           the whole reference of one of your own images; may be repeated
      --tag TAG                  the tag of your own images that --image does not name
  -h, --help

Examples:
  slipway render -e production > production.yaml
  slipway render -e staging -o deploy/staging
  slipway render -e production --tag "$GIT_SHA" | kubectl apply -f -
  slipway render -e production --image shop/api=registry.example.com/shop/api:v2 --format json
`;

const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  format: { value: "yaml|json" },
  output: { short: "o", value: "DIR" },
  force: {},
  image: { value: "NAME=REF", multiple: true },
  tag: { value: "TAG" },
  help: { short: "h" },
} as const;

/** `slipway render` */
export async function renderCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  const format = formatOf(given.format ?? "yaml");
  if (given.force && given.output === undefined)
    fail({ message: "--force is for writing into a folder", instead: "--force -o DIR" });
  const choice = { images: imagesOf(given.image), tag: tagOf(given.tag) };
  const file = given.file ?? "platform.ts";
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  const environment = given.environment ?? onlyEnvironment(platform);
  const resolved = resolve(platform, environment, choice);
  const rendered = render(resolved);
  const summary = summarize(resolved, rendered);
  if (given.output === undefined) {
    await write(
      "stdout",
      toText(
        rendered.map(({ object }) => object),
        format,
      ),
    );
    return write("stderr", summaryText(summary, lookOf("stderr")));
  }
  const { writeFiles } = await import("./write-files.ts");
  const elsewhere = () => others(platform, environment, choice);
  const written = await writeFiles(
    given.output,
    resolved,
    rendered,
    elsewhere,
    format,
    given.force,
  );
  return write("stdout", `${summaryText(summary, lookOf("stdout"))}${written}`);
}

function formatOf(text: string): Format {
  if (text === "yaml" || text === "json") return text;
  return fail({
    message: `there is no format "${text}"`,
    instead: "--format yaml or --format json",
  });
}

function onlyEnvironment({ environments }: Platform): string {
  const [only, ...more] = environments;
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined) return "";
  return fail({
    message: `which environment? there are ${environments.join(", ")}`,
    instead: `-e ${environments.at(-1)}`,
  });
}

function imagesOf(given: readonly string[]): Record<string, string> {
  const images = new Map<string, string>();
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, at);
    const reference = text.slice(at + 1);
    if (at < 1) {
      const instead = "--image shop/api=registry.example.com/shop/api:v2";
      fail({ message: `--image ${text} is not NAME=REF`, instead });
    }
    if (images.has(name))
      fail({ message: `--image ${name} is given twice`, instead: "one of the two" });
    const problem = imageTagProblem(reference);
    if (problem !== undefined) fail({ message: `--image ${name}: ${problem}` });
    images.set(name, reference);
  }
  return Object.fromEntries(images);
}

function tagOf(tag: string | undefined): string | undefined {
  if (tag === undefined || imageTagProblem(`name:${tag}`) === undefined) return tag;
  const why =
    "a tag has letters, digits, '_', '.' and '-', at most 128, and starts with none of the last two";
  return fail({ message: `--tag ${tag} is not a tag`, why, instead: "--tag v1.2.3" });
}

/** What the other environments render. One that has problems of its own says nothing here. */
function* others(
  platform: Platform,
  environment: string,
  choice: ImageChoice,
): Generator<readonly Rendered[]> {
  for (const other of platform.environments) {
    if (other === environment) continue;
    try {
      const resolved: Resolved = resolve(platform, other, { tag: choice.tag });
      yield render(resolved);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}
