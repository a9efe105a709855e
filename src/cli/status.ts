import { statusOf } from "../deploy/status.ts";
import { statusJson, statusText } from "../report/deploy/status.ts";
import { parseArguments } from "./arguments.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, releaseOptions } from "./deploy/options.ts";
import { session } from "./deploy/session.ts";
import { lookOf, write } from "./output.ts";

const help = `slipway status [-f FILE] [-e ENVIRONMENT] [options]
slipway status --release NAME -n NAMESPACE [options]

How a release fares now: its last deploy, and every object with whether it is ready, and what is missing.

      --context NAME, --kubeconfig FILE      as in slipway deploy
      --json                     one JSON object a line
  -h, --help

Exit codes: 0 all is ready, 1 something is not, 2 wrong usage or input.

Example:
  slipway status -e production
`;

const options = { ...clusterOptions, ...releaseOptions, json: {}, help: { short: "h" } } as const;

/** `slipway status` */
export async function statusCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  await session(
    given,
    [],
    async ({ cluster, release }) => {
      const status = await interruptible((signal) => statusOf(cluster, release, signal));
      const text = given.json
        ? statusJson(status)
        : statusText(status, lookOf("stdout"), Date.now());
      await write("stdout", text);
      const isWell = status.members.every(({ readiness }) => readiness.state === "ready");
      if (!isWell || status.newest === undefined) process.exitCode = 1;
    },
    "stderr",
  );
}
