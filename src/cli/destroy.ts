import { destroy } from "../deploy/destroy.ts";
import { parseArguments } from "./arguments.ts";
import { confirming } from "./deploy/confirm.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { clusterOptions, releaseOptions } from "./deploy/options.ts";
import { exitCodeOf } from "./deploy/outcome.ts";
import { session } from "./deploy/session.ts";
import { timeOf } from "./deploy/time.ts";
import { write } from "./output.ts";

const help = `slipway destroy [-f FILE] [-e ENVIRONMENT] [options]
slipway destroy --release NAME -n NAMESPACE [options]

Removes a release from the cluster: its objects in the reverse of their order, its records, its copies
of Secrets. Data stays, and so do namespaces, definitions and what other releases have too. It asks
first; without a terminal it needs --yes. What stays is shown, and the next deploy takes it up again.

      --delete-data              let the data go too: claims, also those of StatefulSets, volumes, and
                                 Secrets whose values were made up; asks for the release's name
      --prune-kind KIND          let objects of this kind go too: Namespace, CustomResourceDefinition;
                                 a namespace stays while something in it does
      --dry-run                  show what would go, and end
      --yes                      do not ask
      --lock-timeout TIME        for a deploy that is under way; default: 10m
      --context NAME, --kubeconfig FILE, --json      as in slipway deploy
  -h, --help

Exit codes: as of slipway deploy.

Examples:
  slipway destroy -e dev --dry-run
  slipway destroy -e dev --delete-data --prune-kind Namespace --yes
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
  "delete-data": {},
  "prune-kind": { value: "KIND", multiple: true },
  "dry-run": {},
  "lock-timeout": { value: "10m" },
  yes: {},
  json: {},
  help: { short: "h" },
} as const;

/** `slipway destroy` */
export async function destroyCommand(args: readonly string[]): Promise<void> {
  const given = parseArguments(args, options);
  if (given.help) return write("stdout", help);
  const lease = { timeout: timeOf("--lock-timeout", given["lock-timeout"]) };
  await session(given, [], async ({ cluster, release, report }) => {
    const ended = await interruptible((signal) =>
      destroy({ cluster, signal, tell: report.tell }, release, {
        isDryRun: given["dry-run"],
        pruneKinds: given["prune-kind"],
        withData: given["delete-data"],
        lease,
        confirm: confirming({ isProtected: true, isAgreed: given.yes, typed: release.name }),
      }),
    );
    process.exitCode = exitCodeOf(ended);
  });
}
