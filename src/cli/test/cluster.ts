import { writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Kept } from "../../check/promises.ts";
import { trialName } from "../../deploy/trial/namespace.ts";
import { removalCommand } from "../../deploy/trial/remove.ts";
import type { Result } from "../../deploy/trial/result.ts";
import { trial } from "../../deploy/trial/trial.ts";
import { trialDesired, trialMaterial } from "../../inputs/trial.ts";
import { type RenderedEnvironment, renderEnvironment } from "../../load/environment.ts";
import type { Platform } from "../../platform/platform.ts";
import type { ImageChoice } from "../../platform/resolve/index.ts";
import { trialJson, trialText } from "../../report/trial.ts";
import { Interrupted, interruptible } from "../deploy/interrupt.ts";
import { originHere } from "../deploy/origin.ts";
import { type About, inSession, type Session } from "../deploy/session.ts";
import { timeOf } from "../deploy/time.ts";
import { problemsLookOf, write } from "../output.ts";

/** What is tested, and what is known of it without a cluster. */
export interface Tested {
  readonly platform: Platform;
  readonly file: string;
  readonly environment: string;
  readonly made: RenderedEnvironment;
  readonly choice: ImageChoice;
  readonly kept: readonly Kept[];
  readonly format: "text" | "json";
}

interface Given {
  readonly context: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly timeout: string | undefined;
  readonly "skip-preflight": boolean;
  readonly keep: boolean;
}

/** `slipway test --cluster`: the same promises, and what becomes of them in a namespace of the cluster. */
export async function testInCluster(tested: Tested, given: Given): Promise<void> {
  const { platform, file, environment, made, choice } = tested;
  const timeout = timeOf("--timeout", given.timeout);
  const own = made.resolved;
  const namespace = trialName(own.namespace);
  const twin = { ...choice, trial: { namespace } };
  const material = trialMaterial(await renderEnvironment(platform, file, environment, twin));
  const about: About = {
    release: { name: own.platform, namespace },
    context: own.cluster.context,
    isProtected: false,
    source: undefined,
  };
  const work = async ({ cluster, report }: Session) => {
    for (const message of material.remarks) report.tell({ type: "remark", message });
    const brought = (signal: AbortSignal) =>
      trialDesired(material, own, file, choice, cluster, signal);
    let leftBehind = "";
    const tried = await interruptible(
      async (signal) =>
        trial({ cluster, tell: report.tell, signal }, await brought(signal), {
          origin: originHere(dirname(file)),
          timeout,
          skipPreflight: given["skip-preflight"],
          isKept: given.keep,
          onMade: (made) => {
            leftBehind = `to remove it: ${removalCommand(made, kubectlOptions(given))}\n`;
          },
        }),
      () => leftBehind !== "" && writeSync(2, `\n${namespace} stays there; ${leftBehind}`),
    );
    return { ...tried, leftBehind };
  };
  const tried = await inSession({ ...given, json: false }, about, work, "stderr").catch(ended);
  if (tried === undefined) return;
  const { results, problem, left, leftBehind } = tried;
  if (given.keep) await write("stderr", `${namespace} is kept; ${leftBehind}`);
  else if (left.length > 0)
    await write("stderr", `not all of it is removed: ${left.join("; ")}\n${leftBehind}`);
  if (results === undefined) return ended(problem);
  await tell(tested, results);
  if (!given.keep && results.some(({ outcome }) => outcome === "failed"))
    await write("stderr", "--keep leaves it there for a look\n");
  if (left.length > 0) process.exitCode = 1;
}

async function tell({ kept, format }: Tested, results: readonly Result[]): Promise<void> {
  const look = problemsLookOf("stdout");
  const text =
    format === "json" ? trialJson(kept, results, look.path) : trialText(kept, results, look);
  await write("stdout", text);
  const isBroken = kept.some(({ broken }) => broken.length > 0);
  if (isBroken || results.some(({ outcome }) => outcome === "failed")) process.exitCode = 1;
}

/** A person who ended it knows that. */
function ended(problem: unknown): undefined {
  if (!(problem instanceof Interrupted)) throw problem;
  process.exitCode = 1;
}

/** The same cluster, for kubectl. */
function kubectlOptions({ context, kubeconfig }: Given): string[] {
  return [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ];
}
