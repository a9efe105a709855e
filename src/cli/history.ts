import { listRecords } from "../deploy/release/records.ts";
import { historyJson, historyText } from "../report/deploy/history.ts";
import { parseArguments } from "./arguments.ts";
import { clusterOptions, releaseOptions } from "./deploy/options.ts";
import { session } from "./deploy/session.ts";
import { lookOf, write } from "./output.ts";

const help = `slipway history [-f FILE] [-e ENVIRONMENT] [options]
slipway history --release NAME -n NAMESPACE [options]

The deploys of a release that can be brought back, the newest first: what came of each, when, by whom,
from which commit, with which images. slipway rollback REVISION brings one back.

      --context NAME, --kubeconfig FILE      as in slipway deploy
      --json                     one JSON object a line
  -h, --help

Example:
  slipway history -e production
`;

const options = { ...clusterOptions, ...releaseOptions, json: {}, help: { short: "h" } } as const;

/** `slipway history` */
export async function historyCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  await session(
    given,
    [],
    async ({ cluster, release, report }) => {
      const { heads, unreadable } = await listRecords(cluster, release);
      for (const { why } of unreadable) report.tell({ type: "remark", message: why });
      const text = given.json
        ? historyJson(heads)
        : historyText(heads, lookOf("stdout"), Date.now());
      await write("stdout", text);
    },
    "stderr",
  );
}
