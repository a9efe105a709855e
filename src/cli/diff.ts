import { changesNothing, survey } from "../deploy/survey.ts";
import { fail } from "../problem.ts";
import { planMarkdown } from "../report/deploy/markdown.ts";
import { parseArguments } from "./arguments.ts";
import { chosenIn, wordsOf } from "./deploy/chosen.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, consentOptions, releaseOptions } from "./deploy/options.ts";
import { planOptionsOf } from "./deploy/plan-options.ts";
import { type Session, session } from "./deploy/session.ts";
import { imageOptions } from "./images.ts";
import { write } from "./output.ts";

const help = `slipway diff [COMPONENT...] [-f FILE] [-e ENVIRONMENT] [options]
slipway diff PATH... --release NAME -n NAMESPACE [options]

What slipway deploy would change in the cluster: your changes, apart from what others changed since the
last deploy. Nothing is written, and no lock is taken.

      --exit-code                end with 1 where something would change
      --context NAME, --kubeconfig FILE   as in slipway deploy
  -f, -e, --release, -n, --image, --tag, --keep-images, --adopt, --take-over, --recreate,
      --change-shared, --prune-kind, --prune-most     as in slipway deploy
      --format text|json|markdown  markdown is for the comment of a pull request; default: text
  -h, --help

Exit codes: 0 whatever the difference, with --exit-code 1 where there is one, 2 wrong usage or input.

Examples:
  slipway diff -e production
  slipway diff backend -e production
  slipway diff -e production --tag "$GIT_SHA" --exit-code
  slipway diff -e production --format markdown > plan.md
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  ...imageOptions,
  ...consentOptions,
  "keep-images": {},
  "exit-code": {},
  format: { value: "text|json|markdown" },
  help: { short: "h" },
} as const;

/** `slipway diff` */
export async function diffCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  const format = given.format ?? "text";
  if (!["text", "json", "markdown"].includes(format))
    fail({
      message: `there is no format "${format}"`,
      instead: "--format text, --format json or --format markdown",
    });
  const isMarkdown = format === "markdown";
  const asked = { ...given, json: format === "json" };
  const { paths, components } = wordsOf(given, words);
  const work = async (own: Session) => {
    const { cluster, report } = own;
    const { desired, untouched } = await chosenIn(own, components);
    const plan = { ...planOptionsOf(given), keepImages: given["keep-images"], untouched };
    const found = await interruptible((signal) => survey(cluster, desired, plan, signal));
    if (isMarkdown) await write("stdout", planMarkdown(found.plan, Date.now()));
    else report.tell({ type: "plan", plan: found.plan });
    const isEqual = changesNothing(found.plan) && found.plan.stops.length === 0;
    if (given["exit-code"] && !isEqual) process.exitCode = 1;
  };
  await session(asked, paths, work, isMarkdown ? "stderr" : "stdout");
}
