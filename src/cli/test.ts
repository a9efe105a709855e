import { Assumptions } from "../check/assumptions.ts";
import { withSeverities } from "../check/living/severities.ts";
import { kept } from "../check/promises.ts";
import { rules } from "../check/rules.ts";
import { worldOf } from "../check/world.ts";
import { materialOf } from "../inputs/platform.ts";
import { renderEnvironment } from "../load/environment.ts";
import { loadPlatform } from "../load/load.ts";
import { fail } from "../problem.ts";
import { promisesJson, promisesText } from "../report/check/promises.ts";
import { parseArguments } from "./arguments.ts";
import { configurationIn } from "./check/configuration.ts";
import { Living } from "./check/living.ts";
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
  const { objects, minor, assumed } = materialOf(made, file);
  const configuration = await configurationIn(undefined, [file]);
  const own = withSeverities(rules, configuration.severities);
  const scope = { rules: own, configuration, paths: [file], isUsual: false, environment };
  const living = new Living(scope, configuration.baseline);
  const assumptions = new Assumptions(configuration.assume).implying(assumed);
  const none = { problems: [], surprises: [], trees: [], before: [] };
  const { programs } = configuration;
  const world = await worldOf({ ...none, minor, objects, assumptions, programs });
  const parts = [...new Set(objects.flatMap(({ owner }) => owner ?? []))];
  const found = living.findings(world).filter(({ suppressed }) => !suppressed);
  const results = kept(made.resolved.platform, parts, found, own);
  const look = problemsLookOf("stdout");
  const text = format === "json" ? promisesJson(results, look.path) : promisesText(results, look);
  await write("stdout", text);
  if (results.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}
