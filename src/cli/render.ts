import { renderEnvironment } from "../load/environment.ts";
import { loadPlatform } from "../load/load.ts";
import { type Format, toText } from "../manifests/documents.ts";
import type { Platform } from "../platform/platform.ts";
import type { ImageChoice } from "../platform/resolve/index.ts";
import { fail, ProblemError } from "../problem.ts";
import type { Rendered } from "../render/index.ts";
import { summarize } from "../render/summary.ts";
import { summaryText } from "../report/summary.ts";
import { parseArguments } from "./arguments.ts";
import { chosenEnvironment } from "./chosen-environment.ts";
import { imageOptions, imagesOf, tagOf } from "./images.ts";
import { lookOf, write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry } from "./program.ts";

const help = `slipway render [-f FILE] [-e ENVIRONMENT] [options]

Prints every Kubernetes object of a platform in one environment, and a summary on stderr.

  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  needed when the platform has several
      --format yaml|json|kustomize
                                 YAML documents (the default), a JSON List, or with -o a kustomize
                                 tree: a base, and an overlay for each environment
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
  slipway render --format kustomize -o deploy --tag "$GIT_SHA"
`;

const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  format: { value: "yaml|json|kustomize" },
  output: { short: "o", value: "DIR" },
  force: {},
  ...imageOptions,
  help: { short: "h" },
} as const;

/** `slipway render` */
export async function renderCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  const format = formatOf(given.format ?? "yaml");
  if (format === "kustomize" && given.environment !== undefined)
    fail({ message: "a kustomize tree is of all environments", instead: "leave -e out" });
  if (format === "kustomize" && given.output === undefined)
    fail({ message: "a kustomize tree is written into a folder", instead: "-o DIR" });
  if (given.force && given.output === undefined)
    fail({ message: "--force is for writing into a folder", instead: "--force -o DIR" });
  const choice = { images: imagesOf(given.image), tag: tagOf(given.tag) };
  const file = given.file ?? "platform.ts";
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  if (format === "kustomize") {
    const { renderTree } = await import("./render-tree.ts");
    const folder = given.output as string;
    return write("stdout", await renderTree(platform, file, choice, folder, given.force));
  }
  const environment = chosenEnvironment(platform, given.environment);
  const { resolved, rendered } = await renderEnvironment(platform, file, environment, choice);
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
  const elsewhere = () => others(platform, file, environment, choice);
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

function formatOf(text: string): Format | "kustomize" {
  if (text === "yaml" || text === "json" || text === "kustomize") return text;
  return fail({
    message: `there is no format "${text}"`,
    instead: "--format yaml, --format json or --format kustomize",
  });
}

/** What the other environments render. One that has problems of its own says nothing here. */
async function* others(
  platform: Platform,
  file: string,
  environment: string,
  choice: ImageChoice,
): AsyncGenerator<readonly Rendered[]> {
  for (const other of platform.environments) {
    if (other === environment) continue;
    try {
      yield (await renderEnvironment(platform, file, other, { tag: choice.tag })).rendered;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  }
}
