import { refOf } from "../client/object.ts";
import { RESTARTED, restart } from "../deploy/restart.ts";
import { waitFor } from "../deploy/wait-for.ts";
import { fail } from "../problem.ts";
import { parseArguments } from "./arguments.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, releaseOptions } from "./deploy/options.ts";
import { session } from "./deploy/session.ts";
import { timeOf } from "./deploy/time.ts";
import { workloadsNamed } from "./deploy/workloads.ts";
import { write } from "./output.ts";

const help = `slipway restart COMPONENT... [-f FILE] [-e ENVIRONMENT] [options]
slipway restart KIND/NAME... --release NAME -n NAMESPACE [options]

Replaces the pods of components by new ones, those of each one after the other, and waits until they are
ready.

      --timeout TIME             default: 10m
      --context NAME, --kubeconfig FILE, --json      as in slipway deploy
  -h, --help

Exit codes: 0 done, 1 error, 2 wrong usage or input, 3 they did not become ready.

Example:
  slipway restart backend -e production
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  timeout: { value: "10m" },
  json: {},
  help: { short: "h" },
} as const;

/** `slipway restart` */
export async function restartCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  const timeout = timeOf("--timeout", given.timeout) ?? 600_000;
  await session(given, [], async (own) => {
    const { cluster, report } = own;
    const named = await workloadsNamed(own, words);
    const running = named.filter(({ kind }) => RESTARTED.has(kind));
    if (running.length === 0)
      fail({
        message: `${words.join(", ")}: no pods of it run all the time`,
        instead: "slipway deploy",
      });
    const failures = await interruptible(async (signal) => {
      const at = new Date();
      const changed = await Promise.all(
        running.map((object) => restart(cluster, refOf(object), at, signal)),
      );
      return waitFor({ cluster, signal, tell: report.tell }, changed, timeout);
    });
    if (failures.length > 0) process.exitCode = 3;
  });
}
