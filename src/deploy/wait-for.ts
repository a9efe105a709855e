import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import { systemClock } from "./clock.ts";
import type { Setting } from "./deploy.ts";
import type { Failure } from "./failure.ts";
import { secretsReadBy } from "./live-secrets.ts";
import { empty } from "./plan/object-plan.ts";
import { bring } from "./run/bring.ts";
import { Masker } from "./secrecy.ts";
import { plainWanted } from "./wanted.ts";

/**
 * Waits until objects that were just changed are healthy, as a deploy does.
 *
 * @param timeout milliseconds
 * @returns what did not become healthy, with the evidence
 */
export async function waitFor(
  { cluster, tell, signal, clock = systemClock }: Setting,
  objects: readonly KubeObject[],
  timeout: number,
): Promise<readonly Failure[]> {
  const wanted = objects.map(plainWanted);
  const masker = Masker.of(await secretsReadBy(cluster, wanted, signal));
  const context = { cluster, clock, tell, masker, signal };
  const planned = wanted.map((each) => ({
    ...empty(each, each.object),
    action: "none" as const,
    live: each.object,
  }));
  const order = new Map(objects.map((object) => [keyOf(refOf(object)), []]));
  return (await bring(context, planned, order, { timeout, isWaiting: true })).failures;
}
