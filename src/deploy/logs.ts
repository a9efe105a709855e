import type { LogOptions } from "../client/cluster.ts";
import type { KubeObject } from "../client/object.ts";
import { systemClock } from "./clock.ts";
import type { Setting } from "./deploy.ts";
import { readAround } from "./doom/around.ts";
import { containersOf } from "./doom/containers.ts";
import { allPodsOf } from "./doom/revision.ts";
import { secretsReadBy } from "./live-secrets.ts";
import { textAt } from "./readiness/status.ts";
import { Masker } from "./secrecy.ts";
import { plainWanted } from "./wanted.ts";

/** One line that a container wrote, secrets masked. */
export interface LogLine {
  readonly pod: string;
  readonly container: string;
  readonly line: string;
}

/** How often it is looked for new pods, in milliseconds. */
const LOOK_AGAIN = 2000;

/**
 * What the containers of workloads write. Followed, it goes on with the pods that come, until the signal
 * ends it.
 *
 * @param container only of containers with this name
 */
export async function readLogs(
  { cluster, signal, clock = systemClock }: Setting,
  workloads: readonly KubeObject[],
  options: Omit<LogOptions, "container"> & { readonly container?: string | undefined },
  onLine: (line: LogLine) => void,
): Promise<void> {
  const secrets = await secretsReadBy(cluster, workloads.map(plainWanted), signal);
  const masker = Masker.of(secrets);
  const begun = new Map<string, Promise<void>>();
  const { container: only, ...how } = options;
  const follow = async (pod: KubeObject, container: string) => {
    const { namespace = "", name } = pod.metadata;
    try {
      const lines = cluster.logs({ namespace, name }, { ...how, container }, signal);
      for await (const line of lines) onLine({ pod: name, container, line: masker.mask(line) });
    } catch {
      // A container that has not started has no logs; one that does has them at the next look.
      begun.delete(keyOf(pod, container));
    }
  };
  do {
    for (const { pod, container } of await running(cluster, workloads, signal)) {
      const key = keyOf(pod, container);
      if ((only !== undefined && container !== only) || begun.has(key)) continue;
      begun.set(key, follow(pod, container));
    }
    if (!options.follow) break;
    await clock.sleep(LOOK_AGAIN, signal).catch(() => {});
  } while (!signal.aborted);
  await Promise.all(begun.values());
}

function keyOf(pod: KubeObject, container: string): string {
  return `${pod.metadata.uid}/${container}`;
}

async function running(
  cluster: Setting["cluster"],
  workloads: readonly KubeObject[],
  signal: AbortSignal,
): Promise<{ readonly pod: KubeObject; readonly container: string }[]> {
  const byNamespace = Map.groupBy(workloads, ({ metadata }) => metadata.namespace ?? "");
  const found = await Promise.all(
    [...byNamespace].map(async ([namespace, own]) => {
      const around = await readAround(cluster, namespace, signal);
      return own.flatMap((workload) => allPodsOf(workload, around));
    }),
  );
  return found.flat().flatMap((pod) =>
    containersOf(pod).flatMap(({ status }) => {
      const isStarted = textAt(status, "containerID") !== "" || "running" in Object(status.state);
      return isStarted ? [{ pod, container: textAt(status, "name") }] : [];
    }),
  );
}
