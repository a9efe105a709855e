import type { KubeObject } from "../../../src/client/object.ts";
import { systemClock } from "../../../src/deploy/clock.ts";
import type { DeployEvent } from "../../../src/deploy/events.ts";
import { orderOf } from "../../../src/deploy/order/order.ts";
import { empty } from "../../../src/deploy/plan/object-plan.ts";
import { type RolledOut, rollOut } from "../../../src/deploy/run/rollout.ts";
import { Masker } from "../../../src/deploy/secrecy.ts";
import type { Wanted } from "../../../src/deploy/wanted.ts";
import type { MemoryCluster } from "../memory-cluster.ts";

/** Rolls out what is not there yet, and hears what is told. */
export async function rolledOut(
  cluster: MemoryCluster,
  all: readonly Wanted[],
): Promise<RolledOut & { readonly told: readonly string[] }> {
  const events: DeployEvent[] = [];
  const context = {
    cluster,
    clock: systemClock,
    tell: (event: DeployEvent) => events.push(event),
    masker: new Masker([]),
    signal: new AbortController().signal,
  };
  const planned = all.map((wanted) => empty(wanted, wanted.object));
  const ended = await rollOut(context, planned, orderOf(all), {
    timeout: 60_000,
    isWaiting: true,
  });
  const told = events.flatMap((event) =>
    event.type === "object" ? `${event.ref.kind} ${event.phase}` : [],
  );
  return { ...ended, told };
}

/** Writes what a controller would. */
export function say(cluster: MemoryCluster, object: KubeObject, status: object): Promise<unknown> {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  return cluster.patch({ apiVersion, kind, namespace, name }, { status }, { type: "merge" });
}
