import { kept } from "../check/promises.ts";
import { renderEnvironment } from "../load/environment.ts";
import { loadPlatform } from "../load/load.ts";
import { fail } from "../problem.ts";
import { promisesJson, promisesText } from "../report/check/promises.ts";
import { parseArguments } from "./arguments.ts";
import { checkedEnvironment } from "./check/of-environment.ts";
import { chosenEnvironment } from "./chosen-environment.ts";
import { imagesOf, tagOf } from "./images.ts";
import { problemsLookOf, write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry } from "./program.ts";
import { help, ONLY_WITH_CLUSTER, options } from "./test/options.ts";

/** `slipway test` */
export async function testCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  const format = given.format ?? "text";
  if (format !== "text" && format !== "json")
    fail({ message: `there is no format "${format}"`, instead: "--format text or --format json" });
  const idle = ONLY_WITH_CLUSTER.find((name) => given[name] !== undefined && given[name] !== false);
  if (idle !== undefined && !given.cluster)
    fail({ message: `--${idle} is for a test in a cluster`, instead: `--cluster --${idle}` });
  const choice = { images: imagesOf(given.image), tag: tagOf(given.tag) };
  const file = given.file ?? "platform.ts";
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  const environment = chosenEnvironment(platform, given.environment);
  const made = await renderEnvironment(platform, file, environment, choice);
  const { findings, rules, parts } = await checkedEnvironment(made, file);
  const results = kept(made.resolved.platform, parts, findings, rules);
  const isRefused = findings.some(({ severity }) => severity === "error");
  if (given.cluster && !isRefused) {
    const { testInCluster } = await import("./test/cluster.ts");
    return testInCluster(
      { platform, file, environment, made, choice, kept: results, format },
      given,
    );
  }
  const look = problemsLookOf("stdout");
  const text = format === "json" ? promisesJson(results, look.path) : promisesText(results, look);
  await write("stdout", text);
  if (results.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
  if (given.cluster) await write("stderr", "nothing was deployed: slipway check finds errors\n");
}
