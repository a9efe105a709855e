import { basename, dirname, join, relative, sep } from "node:path";
import { desiredOf } from "../inputs/desired.ts";
import { renderEnvironment } from "../load/environment.ts";
import { loadPlatform } from "../load/load.ts";
import { fileNames } from "../manifests/files.ts";
import { outdated } from "../manifests/verify.ts";
import { referenceOf } from "../reference/index.ts";
import { markdownPages } from "../report/markdown/index.ts";
import { parseArguments } from "./arguments.ts";
import { write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry } from "./program.ts";
import { writeTexts } from "./write-files.ts";

const help = `slipway docs [-f FILE] [-o DIR] [options]

Writes the reference of a platform as Markdown: every object, resources with totals, ports and who can
reach whom, probes, configuration and secrets by name and key, the environments side by side, the order
of a deployment, a diagram, and a runbook for each environment with its real names.

  -f, --file FILE    the platform file; default: platform.ts
  -o, --output DIR   the folder of the pages; default: reference, beside the platform file.
                     It is kept like that of render: files that slipway did not write, or that were
                     edited since, stop it.
      --verify       write nothing; end with 1 where the pages are out of date
      --force        overwrite files that were edited, or that slipway did not write
  -h, --help

Examples:
  slipway docs
  slipway docs -f examples/shop/platform.ts -o docs/shop
  slipway docs --verify                                    # in CI
`;

const options = {
  file: { short: "f", value: "platform.ts" },
  output: { short: "o", value: "DIR" },
  verify: {},
  force: {},
  help: { short: "h" },
} as const;

/** `slipway docs` */
export async function docsCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  const file = given.file ?? "platform.ts";
  const folder = given.output ?? join(dirname(file), "reference");
  const again = commandFor(file, folder);
  const pages = await pagesOf(file, again);
  if (given.verify) return verify(folder, pages, given);
  const written = await writeTexts(folder, pages, given.force);
  return write("stdout", written.trimStart());
}

/** The pages of a platform, by file name. */
async function pagesOf(file: string, again: string): Promise<ReadonlyMap<string, string>> {
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  const environments = [];
  for (const name of platform.environments) {
    const made = await renderEnvironment(platform, file, name);
    const { resolved, rendered } = made;
    const place = fileNames(resolved);
    environments.push({
      resolved,
      rendered,
      wanted: desiredOf(made, file, {}).wanted,
      fileOf: (each: (typeof rendered)[number]) => `${place(each)}.yaml`,
    });
  }
  const made = `Generated from \`${basename(file)}\`: change that file, not these pages, and run \`${again}\` beside it. \`${again} --verify\` fails where they are out of date.`;
  return markdownPages(referenceOf(platform.name, environments), made);
}

/** The command as it is run in the folder of the platform file, whoever runs it from where. */
function commandFor(file: string, folder: string): string {
  const name = basename(file);
  const to = relative(dirname(file), folder).split(sep).join("/");
  return [
    "slipway docs",
    ...(name === "platform.ts" ? [] : [`-f ${name}`]),
    ...(to === "reference" ? [] : [`-o ${to || "."}`]),
  ].join(" ");
}

async function verify(
  folder: string,
  pages: ReadonlyMap<string, string>,
  { file, output }: { readonly file: string | undefined; readonly output: string | undefined },
): Promise<void> {
  const found = outdated(folder, pages);
  if (found.length === 0) return write("stdout", `${folder}: ${pages.size} files are up to date\n`);
  const lines = found.map(
    ({ name, is }) => `${join(folder, name)} is ${is === "different" ? "out of date" : is}`,
  );
  const again = ["slipway docs", file && `-f ${file}`, output && `-o ${output}`]
    .filter(Boolean)
    .join(" ");
  process.exitCode = 1;
  return write("stderr", `${lines.join("\n")}\n  fix: ${again}\n`);
}
