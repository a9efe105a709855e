import { setTimeout as sleep } from "node:timers/promises";
import type { ControlPlane } from "../../test/control-plane/control-plane.ts";
import { lacking } from "../../test/control-plane/pods.ts";
import { pathOf } from "../../test/control-plane/resources.ts";
import type { Written } from "../objects.ts";

/** Kinds that say by a condition whether they work, beside workloads. */
const SAYING: Readonly<Record<string, string>> = {
  Certificate: "Ready",
  ClusterIssuer: "Ready",
  ExternalSecret: "Ready",
  HorizontalPodAutoscaler: "ScalingActive",
};

/** Milliseconds between two looks. */
const POLL = 50;

/**
 * Waits until every workload has all its pods ready, Jobs are complete, secrets and certificates are
 * there and autoscalers work: the same test for every side, made with none of their programs.
 *
 * @returns the milliseconds that it took; 0 where all was ready at the first look
 * @throws Error with what is not ready after five minutes
 */
export async function untilReady(
  plane: ControlPlane,
  objects: readonly Written[],
  namespace: string,
): Promise<number> {
  const begun = performance.now();
  for (let isFirst = true; ; isFirst = false) {
    const past = performance.now() - begun;
    const missing = await notReady(plane, objects, namespace);
    if (missing.length === 0) return isFirst ? 0 : past;
    if (past > 300_000) throw new Error(`not ready after 300 s:\n${missing.join("\n")}`);
    await sleep(POLL);
  }
}

async function notReady(
  plane: ControlPlane,
  objects: readonly Written[],
  namespace: string,
): Promise<string[]> {
  const saying = objects.filter(({ kind }) => Object.hasOwn(SAYING, kind));
  const [pods, said] = await Promise.all([
    lacking(plane, namespace),
    Promise.all(saying.map((object) => silent(plane, object))),
  ]);
  return [...pods, ...said.flat()];
}

interface Live {
  readonly status?: { readonly conditions?: readonly { type: string; status: string }[] };
}

async function silent(plane: ControlPlane, object: Written): Promise<string[]> {
  const path = await pathOf(plane, object);
  const { body } = await plane.request("GET", path ?? "");
  const wanted = SAYING[object.kind];
  const found = (body as Live).status?.conditions?.find(({ type }) => type === wanted);
  if (found?.status === "True") return [];
  return [`${object.kind} ${object.metadata.name}: ${wanted} is ${found?.status ?? "not said"}`];
}
