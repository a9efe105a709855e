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
of Secrets. Namespaces, claims, volumes and definitions stay unless they are named, and so does what
other releases have too. It asks first; without a terminal it needs --yes.

      --prune-kind KIND          let objects of this kind go too: Namespace, PersistentVolumeClaim ...
      --dry-run                  show what would go, and end
      --yes                      do not ask
      --lock-timeout TIME        for a deploy that is under way; default: 10m
      --context NAME, --kubeconfig FILE, --json      as in slipway deploy
  -h, --help

Exit codes: as of slipway deploy.

Examples:
  slipway destroy -e dev --dry-run
  slipway destroy -e dev --prune-kind PersistentVolumeClaim --prune-kind Namespace --yes
`;

const options = {
  ...clusterOptions,
  ...releaseOptions,
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
        lease,
        confirm: confirming({ isProtected: true, isAgreed: given.yes }),
      }),
    );
    process.exitCode = exitCodeOf(ended);
  });
}
