import { dirname } from "node:path";
import { deploy } from "../deploy/deploy.ts";
import { fail } from "../problem.ts";
import { parseArguments } from "./arguments.ts";
import { chosenIn, wordsOf } from "./deploy/chosen.ts";
import { confirming } from "./deploy/confirm.ts";
import { interruptible } from "./deploy/interrupt.ts";
import { help, options } from "./deploy/options.ts";
import { originHere } from "./deploy/origin.ts";
import { exitCodeOf } from "./deploy/outcome.ts";
import { planWriter, readPlan } from "./deploy/plan-file.ts";
import { planOptionsOf } from "./deploy/plan-options.ts";
import { isRefusedByCheck } from "./deploy/refused-by-check.ts";
import { session, sourceIn } from "./deploy/session.ts";
import { timeOf } from "./deploy/time.ts";
import { write } from "./output.ts";

/** `slipway deploy` */
export async function deployCommand(args: readonly string[]): Promise<void> {
  const words: string[] = [];
  const given = parseArguments(args, options, words);
  if (given.help) return write("stdout", help);
  if (given["no-wait"] && given["wait-for-addresses"])
    fail({
      message: "--no-wait waits for nothing, and --wait-for-addresses for addresses too",
      instead: "one of the two",
    });
  const timeout = timeOf("--timeout", given.timeout);
  const lease = { timeout: timeOf("--lock-timeout", given["lock-timeout"]) };
  const expected = given.plan === undefined ? undefined : readPlan(given.plan);
  const origin = originHere(dirname(given.file ?? words[0] ?? "."));
  const { paths, components } = wordsOf(given, words);
  await session(given, paths, async (own) => {
    const { cluster, isProtected, report } = own;
    if (await isRefusedByCheck(sourceIn(own))) return;
    const { desired, untouched } = await chosenIn(own, components);
    const ended = await interruptible((signal) =>
      deploy({ cluster, signal, tell: report.tell }, desired, {
        plan: { ...planOptionsOf(given), keepImages: given["keep-images"], untouched },
        origin,
        isDryRun: given["dry-run"],
        skipPreflight: given["skip-preflight"],
        isWaiting: !given["no-wait"],
        awaitsAddresses: given["wait-for-addresses"],
        isAutoRollback: given["auto-rollback"],
        timeout,
        lease,
        expected,
        onPlan: given["plan-out"] === undefined ? undefined : planWriter(given["plan-out"]),
        confirm: confirming({ isProtected, isAgreed: given.yes }),
      }),
    );
    process.exitCode = exitCodeOf(ended);
  });
}
