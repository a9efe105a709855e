import { scale } from "../deploy/scale.ts";
import { waitFor } from "../deploy/wait-for.ts";
import { valueAt } from "../kubernetes/fields.ts";
import { fail } from "../problem.ts";
import { parseArguments } from "./arguments.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, releaseOptions } from "./deploy/options.ts";
import { session } from "./deploy/session.ts";
import { timeOf } from "./deploy/time.ts";
import { workloadsNamed } from "./deploy/workloads.ts";
import { write } from "./output.ts";

const help = `slipway scale COMPONENT N [-f FILE] [-e ENVIRONMENT] [options]
slipway scale KIND/NAME N --release NAME -n NAMESPACE [options]

Sets how many pods a component has, until the next deploy, and waits for them. What an autoscaler scales
is changed in the definition.

      --timeout TIME             default: 10m
      --context NAME, --kubeconfig FILE, --json      as in slipway deploy
  -h, --help

Exit codes: 0 done, 1 error, 2 wrong usage or input, 3 they did not become ready.

Example:
  slipway scale worker 5 -e staging
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  timeout: { value: "10m" },
  json: {},
  help: { short: "h" },
} as const;

/** `slipway scale` */
export async function scaleCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  const [word, count = ""] = words;
  if (!/^\d+$/.test(count))
    fail({ message: `"${words.join(" ")}" says no number`, instead: "slipway scale COMPONENT N" });
  const timeout = timeOf("--timeout", given.timeout) ?? 600_000;
  await session(given, [], async (own) => {
    const { cluster, report } = own;
    const named = await workloadsNamed(own, word === undefined ? [] : [word]);
    const scaled = named.filter((object) => valueAt(object, ["spec", "replicas"]) !== undefined);
    const [only, ...more] = scaled;
    if (!only || more.length > 0)
      return fail({
        message: only ? `${word} has several workloads` : `${word} has no count of pods`,
        instead: "KIND/NAME of one Deployment or StatefulSet",
      });
    const failures = await interruptible(async (signal) => {
      const changed = await scale(cluster, only, Number(count), signal);
      return waitFor({ cluster, signal, tell: report.tell }, [changed], timeout);
    });
    if (failures.length > 0) process.exitCode = 3;
  });
}
