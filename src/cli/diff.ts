import { changesNothing, survey } from "../deploy/survey.ts";
import { parseArguments } from "./arguments.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, consentOptions, releaseOptions } from "./deploy/options.ts";
import { planOptionsOf } from "./deploy/plan-options.ts";
import { session, sourceIn } from "./deploy/session.ts";
import { imageOptions } from "./images.ts";
import { write } from "./output.ts";

const help = `slipway diff [-f FILE] [-e ENVIRONMENT] [options]
slipway diff PATH... --release NAME -n NAMESPACE [options]

What slipway deploy would change in the cluster: your changes, apart from what others changed since the
last deploy. Nothing is written, and no lock is taken.

      --exit-code                end with 1 where something would change
      --context NAME, --kubeconfig FILE   as in slipway deploy
  -f, -e, --release, -n, --image, --tag, --keep-images, --adopt, --take-over, --recreate,
      --change-shared, --prune-kind, --prune-most     as in slipway deploy
      --json                     one JSON object a line
  -h, --help

Exit codes: 0 whatever the difference, with --exit-code 1 where there is one, 2 wrong usage or input.

Examples:
  slipway diff -e production
  slipway diff -e production --tag "$GIT_SHA" --exit-code
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  ...imageOptions,
  ...consentOptions,
  "keep-images": {},
  "exit-code": {},
  json: {},
  help: { short: "h" },
} as const;

/** `slipway diff` */
export async function diffCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  await session(given, words, async (own) => {
    const { cluster, report } = own;
    const desired = await sourceIn(own).desired(cluster);
    const plan = { ...planOptionsOf(given), keepImages: given["keep-images"] };
    const found = await interruptible((signal) => survey(cluster, desired, plan, signal));
    report.tell({ type: "plan", plan: found.plan });
    const isEqual = changesNothing(found.plan) && found.plan.stops.length === 0;
    if (given["exit-code"] && !isEqual) process.exitCode = 1;
  });
}
