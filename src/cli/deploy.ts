import { dirname } from "node:path";
import { connect } from "../client/connect.ts";
import { deploy } from "../deploy/deploy.ts";
import { durationProblem, parseDuration } from "../kubernetes/duration.ts";
import { fail } from "../problem.ts";
import { reportFor } from "../report/check/index.ts";
import { deployReport } from "../report/deploy/index.ts";
import { parseArguments } from "./arguments.ts";
import { confirming } from "./deploy/confirm.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { help, options } from "./deploy/options.ts";
import { originHere } from "./deploy/origin.ts";
import { exitCodeOf } from "./deploy/outcome.ts";
import { type Source, sourceOf } from "./deploy/source.ts";
import { problemsLookOf, write } from "./output.ts";
import { version } from "./program.ts";

/** `slipway deploy` */
export async function deployCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  const timeout = timeOf("--timeout", given.timeout);
  const lockTimeout = timeOf("--lock-timeout", given["lock-timeout"]);
  const source = await sourceOf(given, words);
  const report = deployReport(given.json ? "json" : "text", problemsLookOf("stdout"), (text) => {
    // A reader who has gone ends the program; the lock is left to expire.
    void write("stdout", text);
  });
  const cluster = await connect({
    context: given.context,
    kubeconfig: given.kubeconfig,
    onTrouble: (message) => report.tell({ type: "trouble", message }),
  });
  try {
    belongs(source, cluster.target.context);
    report.tell({ type: "target", target: cluster.target, release: source.release });
    if (await isRefusedByCheck(source)) return;
    const desired = await source.desired(cluster);
    const ended = await interruptible((signal) =>
      deploy({ cluster, signal, tell: report.tell }, desired, {
        plan: {
          adopt: given.adopt,
          takeOver: given["take-over"],
          recreate: given.recreate,
          changeShared: given["change-shared"],
          pruneKinds: given["prune-kind"],
          pruneMost: given["prune-most"],
          keepImages: given["keep-images"],
        },
        origin: originHere(dirname(given.file ?? words[0] ?? ".")),
        isDryRun: given["dry-run"],
        isWaiting: !given["no-wait"],
        timeout,
        lease: { timeout: lockTimeout },
        confirm: confirming({ isProtected: source.isProtected, isAgreed: given.yes }),
      }),
    );
    process.exitCode = exitCodeOf(ended);
  } finally {
    report.end();
    cluster.close();
  }
}

/** What belongs to one cluster does not go to another. */
function belongs({ context }: Source, chosen: string): void {
  if (context === undefined || context === chosen) return;
  fail({
    message: `this environment belongs to the context ${context}, and ${chosen} is chosen`,
    why: "its cluster.context says so",
    instead: `--context ${context}`,
  });
}

/** Tells what the check finds wrong; nothing was asked of the cluster by then. */
async function isRefusedByCheck(source: Source): Promise<boolean> {
  const errors = await source.errors();
  if (errors.length === 0) return false;
  const look = problemsLookOf("stderr");
  const report = reportFor("text", { look, rules: [], version: version() });
  await write("stderr", report.add(errors));
  const what = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  await write("stderr", `nothing was deployed: slipway check finds ${what}\n`);
  process.exitCode = 1;
  return true;
}

/** Milliseconds. */
function timeOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const problem = durationProblem(text);
  if (problem !== undefined) fail({ message: `${option}: ${problem}`, instead: `${option} 10m` });
  return Number(parseDuration(text) / 1_000_000n);
}
