import { readLogs } from "../deploy/logs.ts";
import { fail } from "../problem.ts";
import { parseArguments } from "./arguments.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, releaseOptions } from "./deploy/options.ts";
import { session } from "./deploy/session.ts";
import { workloadsNamed } from "./deploy/workloads.ts";
import { write } from "./output.ts";

const help = `slipway logs COMPONENT... [-f FILE] [-e ENVIRONMENT] [options]
slipway logs KIND/NAME... --release NAME -n NAMESPACE [options]

What the pods of components write, each line with its pod. Values of the Secrets that they read are
masked.

      --follow                   go on, also with pods that come later
      --previous                 of the run before the present one
      --tail N                   the last lines of each container; default: 100, with --follow 10
      --container NAME           only of this container
      --context NAME, --kubeconfig FILE      as in slipway deploy
      --json                     one JSON object a line
  -h, --help

Example:
  slipway logs backend -e production --follow
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  follow: {},
  previous: {},
  tail: { value: "N" },
  container: { value: "NAME" },
  json: {},
  help: { short: "h" },
} as const;

/** `slipway logs` */
export async function logsCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  const { follow, previous, container } = given;
  const tail = linesOf(given.tail ?? (follow ? "10" : "100"));
  await session(
    given,
    [],
    async (own) => {
      const { cluster, report } = own;
      const named = await workloadsNamed(own, words);
      await interruptible((signal) =>
        readLogs(
          { cluster, signal, tell: report.tell },
          named,
          { follow, previous, container, tail },
          (line) => {
            const text = given.json
              ? JSON.stringify({ type: "log", ...line })
              : `${line.pod} ${line.container} | ${line.line}`;
            void write("stdout", `${text}\n`);
          },
        ),
      );
    },
    "stderr",
  );
}

function linesOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  return fail({ message: `--tail ${text} is no number`, instead: "--tail 100" });
}
