import { type KubeObject, keyOf, refOf } from "../client/object.ts";
import type { Desired, Wanted } from "../deploy/wanted.ts";
import type { RenderedEnvironment } from "../load/environment.ts";
import type { ImageChoice, Resolved } from "../platform/resolve/index.ts";
import type { Rendered } from "../render/index.ts";
import { materialOf } from "./platform.ts";

/**
 * What one environment of a platform brings into a cluster, without the Secrets that are no part of its
 * rendering. The release is called as the platform, in the environment's namespace.
 */
export function desiredOf(
  environment: RenderedEnvironment,
  file: string,
  { images = {} }: ImageChoice,
): Desired {
  const { resolved, rendered } = environment;
  const { objects } = materialOf(environment, file);
  const first = startsFirst(resolved, rendered);
  const isShared = sharedIn(resolved);
  const jobs = new Set(resolved.jobs.map(({ name }) => name));
  const wanted = rendered.map((entry, index): Wanted => {
    const object = entry.object as unknown as KubeObject;
    const subject = objects[index];
    return {
      object,
      key: keyOf(refOf(object)),
      part: entry.component,
      isShared: isShared(object),
      isMigration: object.kind === "Job" && jobs.has(podsOf(entry)),
      after: first(entry),
      where: (steps) => subject?.locate(steps, "value"),
    };
  });
  const release = { name: resolved.platform, namespace: resolved.namespace };
  const { kubernetes } = resolved.cluster;
  return { release, environment: resolved.environment, wanted, images, kubernetes };
}

/** Objects of the whole cluster that all environments have in common. */
function sharedIn({ storageClasses, priorities, issuers }: Resolved) {
  const all = [...storageClasses, ...priorities, ...issuers];
  const names = new Set(all.filter(({ shared }) => shared).map(({ name }) => name));
  return ({ kind, metadata }: KubeObject) =>
    metadata.namespace === undefined && kind !== "Namespace" && names.has(metadata.name);
}

/** What the resolved platform calls the pods of a workload. */
function podsOf({ object, stem }: Rendered): string {
  return stem ?? object.metadata.name ?? "";
}

const RUNNING: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "Job"]);

/**
 * What must be ready before a workload starts: the data stores that it connects to, and for programs
 * the Jobs of this release, so that none meets a database that is not up to date. Programs do not wait
 * for each other: they are built to try again.
 */
function startsFirst(resolved: Resolved, rendered: readonly Rendered[]) {
  const { postgres, redis, postgresClusters, jobs, edges } = resolved;
  const stores = new Set([...postgres, ...redis, ...postgresClusters].map(({ name }) => name));
  const once = new Set(jobs.map(({ name }) => name));
  const keysOf = (names: ReadonlySet<string>, kinds: ReadonlySet<string>) =>
    new Map(
      rendered
        .filter((entry) => kinds.has(entry.object.kind) && names.has(podsOf(entry)))
        .map((entry) => [podsOf(entry), keyOf(refOf(entry.object as unknown as KubeObject))]),
    );
  const storeKeys = keysOf(stores, new Set([...RUNNING, "Cluster"]));
  const jobKeys = keysOf(once, new Set(["Job"]));
  return (entry: Rendered): readonly string[] => {
    const pods = podsOf(entry);
    if (!RUNNING.has(entry.object.kind) || stores.has(pods)) return [];
    const asked = edges.flatMap(({ from, to }) =>
      "pods" in from && from.pods === pods && "pods" in to ? (storeKeys.get(to.pods) ?? []) : [],
    );
    return [...new Set([...asked, ...(once.has(pods) ? [] : jobKeys.values())])];
  };
}
