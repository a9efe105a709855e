import { deploy } from "../deploy/deploy.ts";
import { formerOf } from "../deploy/rollback.ts";
import { fail } from "../problem.ts";
import { parseArguments } from "./arguments.ts";
import { confirming } from "./deploy/confirm.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, consentOptions, releaseOptions } from "./deploy/options.ts";
import { originHere } from "./deploy/origin.ts";
import { exitCodeOf } from "./deploy/outcome.ts";
import { planOptionsOf } from "./deploy/plan-options.ts";
import { session } from "./deploy/session.ts";
import { timeOf } from "./deploy/time.ts";
import { write } from "./output.ts";

const help = `slipway rollback [REVISION] [-f FILE] [-e ENVIRONMENT] [options]
slipway rollback [REVISION] --release NAME -n NAMESPACE [options]

Brings a former deploy back: its images, its configuration and its Secrets as they were. It is a deploy
like any other, with a plan, a record and a wait. Migrations are not undone. slipway history lists the
revisions; by default it is the last that went well before the newest.

      --dry-run                  show the plan, and end
      --no-wait, --timeout TIME, --lock-timeout TIME, --yes, --json      as in slipway deploy
      --context NAME, --kubeconfig FILE, --adopt, --take-over MANAGER, --recreate, --change-shared,
      --prune-kind KIND, --prune-most                                    as in slipway deploy
  -h, --help

Exit codes: as of slipway deploy.

Examples:
  slipway rollback -e production
  slipway rollback 12 -e production --dry-run
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  ...consentOptions,
  "dry-run": {},
  "no-wait": {},
  timeout: { value: "10m" },
  "lock-timeout": { value: "10m" },
  yes: {},
  json: {},
  help: { short: "h" },
} as const;

/** `slipway rollback` */
export async function rollbackCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  const revision = revisionOf(words);
  const timeout = timeOf("--timeout", given.timeout);
  const lease = { timeout: timeOf("--lock-timeout", given["lock-timeout"]) };
  await session(given, [], async ({ cluster, release, source, isProtected, report }) => {
    const known = await source?.rendered();
    const former = await formerOf(cluster, release, revision, known);
    const ended = await interruptible((signal) =>
      deploy({ cluster, signal, tell: report.tell }, former.desired, {
        plan: planOptionsOf(given),
        origin: { ...originHere("."), rollbackTo: former.revision },
        isDryRun: given["dry-run"],
        skipPreflight: true,
        isWaiting: !given["no-wait"],
        timeout,
        lease,
        confirm: confirming({ isProtected, isAgreed: given.yes }),
      }),
    );
    process.exitCode = exitCodeOf(ended);
  });
}

function revisionOf(words: readonly string[]): number | undefined {
  const [word, ...more] = words;
  if (word === undefined) return undefined;
  if (more.length > 0 || !/^[1-9]\d*$/.test(word))
    fail({
      message: `"${words.join(" ")}" is no revision`,
      instead: "a number of slipway history",
    });
  return Number(word);
}
