import type { Cluster } from "../../client/cluster.ts";
import { ApiError, ConnectionError } from "../../client/errors.ts";
import { type KubeObject, type ObjectRef, refOf, titleOf } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Clock } from "../clock.ts";
import { conditionsIn } from "../readiness/status.ts";
import type { Wanted } from "../wanted.ts";
import { letVolumesGo } from "./volumes.ts";

/** What a test made, and takes away again. */
export interface Made {
  /** As it was made: another of its name is not touched. */
  readonly namespace: KubeObject;
  /** What is in no namespace, and has the namespace's name in its own. */
  readonly wide: readonly ObjectRef[];
}

export interface RemoveOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Milliseconds until everything is gone. Default: 5 minutes. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

/** How often it is asked whether it is gone, in milliseconds. */
const ASK_AGAIN = 500;

/** How often it is tried where the cluster cannot be reached; each try goes on for a while. */
const TRIES = 3;

export function madeBy(namespace: KubeObject, wanted: readonly Wanted[]): Made {
  const wide = wanted
    .map(({ object }) => refOf(object))
    .filter(({ namespace: of, kind }) => of === undefined && kind !== "Namespace");
  return { namespace, wide };
}

/**
 * Removes what a test made: what is in no namespace, then the namespace with all that is in it, its
 * volumes too, and waits until that is gone.
 *
 * @returns what is left, and why, in sentences; none where everything is gone
 */
export async function remove(made: Made, options: RemoveOptions): Promise<readonly string[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await removed(made, options);
    } catch (error) {
      const isPassing = error instanceof ConnectionError || error instanceof ApiError;
      if (!isPassing) throw error;
      const isForbidden = error instanceof ApiError && error.status === 403;
      if (tries >= TRIES || isForbidden) return [error.message];
    }
  }
}

async function removed(
  { namespace, wide }: Made,
  { cluster, clock, signal, timeout = 300_000 }: RemoveOptions,
): Promise<readonly string[]> {
  const until = clock.now() + timeout;
  const refused = await letVolumesGo(cluster, namespace, signal);
  for (const ref of wide) {
    try {
      await cluster.delete(ref, {}, signal);
    } catch (error) {
      // What may not be deleted holds up nothing else.
      if (!(error instanceof ApiError)) throw error;
      refused.push(error.message);
    }
  }
  const ref = refOf(namespace);
  const { uid } = namespace.metadata;
  await cluster.delete(ref, { uid }, signal);
  for (;;) {
    const left = await cluster.get(ref, signal);
    if (left === undefined || left.metadata.uid !== uid) return refused;
    if (clock.now() >= until)
      return [...refused, `${titleOf(ref)} is still being deleted`, ...whyStays(left)];
    await clock.sleep(ASK_AGAIN, signal);
  }
}

/** What the server says that a namespace waits for. */
function whyStays(namespace: KubeObject): string[] {
  return conditionsIn(namespace.status, namespace)
    .filter(({ status, message }) => status === "True" && message !== "")
    .map(({ message }) => message);
}

/**
 * The command that takes everything away.
 *
 * @param options of kubectl that name the cluster
 */
export function removalCommand({ namespace, wide }: Made, options: readonly string[]): string {
  const all = [refOf(namespace), ...wide].map(({ apiVersion, kind, name }) => {
    const { group, version } = splitApiVersion(apiVersion);
    return group === "" ? `${kind}/${name}` : `${kind}.${version}.${group}/${name}`;
  });
  return ["kubectl", ...options, "delete", "--ignore-not-found", ...all]
    .join(" ")
    .replace("Namespace/", "namespace/");
}
