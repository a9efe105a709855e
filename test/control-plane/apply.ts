import type { ControlPlane } from "./control-plane.ts";
import { describe, kindOf, pathOf, type Resource } from "./resources.ts";
import { inParallel, messageOf } from "./verdicts.ts";
import { waitUntil } from "./wait.ts";

const WORKLOADS = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Job",
  "CronJob",
  "Pod",
]);

/**
 * Applies objects for real, by server-side apply: namespaces, definitions of custom resources,
 * cluster-scoped objects, what workloads refer to, workloads.
 *
 * @throws Error that lists every object the server refused
 */
export async function applyAll(plane: ControlPlane, objects: readonly Resource[]): Promise<void> {
  const scopes = await inParallel(8, objects, (object) =>
    kindOf(plane, object.apiVersion, object.kind),
  );
  const rankOf = (object: Resource, index: number) => {
    if (object.kind === "Namespace") return 0;
    if (object.kind === "CustomResourceDefinition") return 1;
    if (WORKLOADS.has(object.kind)) return 4;
    return scopes[index]?.namespaced === false ? 2 : 3;
  };
  const ranks = Map.groupBy(objects.keys(), (index) => rankOf(objects[index]!, index));
  const refusals: string[] = [];
  for (const rank of [...ranks.keys()].sort()) {
    const batch = ranks.get(rank)!.map((index) => objects[index]!);
    const problems = await inParallel(8, batch, (object) => apply(plane, object));
    refusals.push(...problems.filter((problem) => problem !== undefined));
    if (rank === 1) await inParallel(8, batch, (crd) => served(plane, crd));
  }
  if (refusals.length > 0) throw new Error(`the API server refused\n${refusals.join("\n")}`);
}

/** Asks for the end of objects, one after the other, and does not wait for it. */
export async function remove(plane: ControlPlane, ...objects: readonly Resource[]): Promise<void> {
  for (const object of objects) {
    const path = await pathOf(plane, object);
    if (path !== undefined) await plane.request("DELETE", path);
  }
}

/** Applies one object; the server's refusal, or undefined. */
async function apply(plane: ControlPlane, object: Resource): Promise<string | undefined> {
  const path = await pathOf(plane, object);
  if (!path) return `${describe(object)}: the server knows no such kind`;
  const query = "fieldManager=slipway&force=true&fieldValidation=Strict";
  const { status, body } = await plane.request(
    "PATCH",
    `${path}?${query}`,
    object,
    "application/apply-patch+yaml",
  );
  return status < 300 ? undefined : `${describe(object)}: ${status} ${messageOf(body)}`;
}

async function served(plane: ControlPlane, definition: Resource): Promise<void> {
  await waitUntil(`${describe(definition)} to be established`, async () => {
    const { body } = await plane.request("GET", (await pathOf(plane, definition))!);
    const { status } = body as { status?: { conditions?: { type: string; status: string }[] } };
    const done = status?.conditions?.some((c) => c.type === "Established" && c.status === "True");
    return done ? undefined : JSON.stringify(status?.conditions ?? "no status yet");
  });
}
