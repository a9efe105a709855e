import { kept } from "../check/promises.ts";
import { renderEnvironment } from "../load/environment.ts";
import { loadPlatform } from "../load/load.ts";
import { fail } from "../problem.ts";
import { promisesJson, promisesText } from "../report/check/promises.ts";
import { parseArguments } from "./arguments.ts";
import { checkedEnvironment } from "./check/of-environment.ts";
import { chosenEnvironment } from "./chosen-environment.ts";
import { imageOptions, imagesOf, tagOf } from "./images.ts";
import { problemsLookOf, write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry } from "./program.ts";

const help = `slipway test [-f FILE] [-e ENVIRONMENT] [options]

What the platform promises in one environment, as named tests: of each component, and of the whole.
What slipway check leaves alone breaks no promise (slipway.config.ts, comments, the baseline).

  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  needed when the platform has several
      --image NAME=REF, --tag TAG  the platform's own images, as in slipway render
      --format text|json         default: text
  -h, --help

Exit codes: 0 every test passed, 1 some failed, 2 usage.

Example:
  slipway test -e production
`;

const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  ...imageOptions,
  format: { value: "text|json" },
  help: { short: "h" },
} as const;

/** `slipway test` */
export async function testCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  const format = given.format ?? "text";
  if (format !== "text" && format !== "json")
    fail({ message: `there is no format "${format}"`, instead: "--format text or --format json" });
  const choice = { images: imagesOf(given.image), tag: tagOf(given.tag) };
  const file = given.file ?? "platform.ts";
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  const environment = chosenEnvironment(platform, given.environment);
  const made = await renderEnvironment(platform, file, environment, choice);
  const { findings, rules, parts } = await checkedEnvironment(made, file);
  const results = kept(made.resolved.platform, parts, findings, rules);
  const look = problemsLookOf("stdout");
  const text = format === "json" ? promisesJson(results, look.path) : promisesText(results, look);
  await write("stdout", text);
  if (results.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}
