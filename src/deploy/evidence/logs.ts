import type { Cluster } from "../../client/cluster.ts";
import type { KubeObject } from "../../client/object.ts";
import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { containersOf } from "../doom/containers.ts";
import type { LogExcerpt } from "../failure.ts";
import { textAt } from "../readiness/status.ts";

/** Lines of each run. */
const LINES = 20;
/** The last lines of a container's present run and of the one before, as far as there are any; not masked. */
export async function logsOf(
  cluster: Cluster,
  pod: KubeObject,
  container: string,
  signal: AbortSignal,
): Promise<LogExcerpt[]> {
  const read = async (isPrevious: boolean): Promise<LogExcerpt> => {
    const lines = await tail(cluster, pod, { container, previous: isPrevious }, signal);
    return { pod: pod.metadata.name, container, isPrevious, lines };
  };
  const found = await Promise.all(runsOf(pod, container).map(read));
  return found.filter(({ lines }) => lines.length > 0);
}

/** Which runs have logs of their own: while a container waits for its next run the last one is the previous. */
function runsOf(pod: KubeObject, container: string): boolean[] {
  const found = containersOf(pod).find(({ status }) => status.name === container);
  if (!found) return [];
  const { state } = found.status;
  const hasBefore = isFields(valueAt(found.status, ["lastState", "terminated"]));
  const hasNow = isFields(state) && (isFields(state.running) || isFields(state.terminated));
  return [...(hasBefore ? [true] : []), ...(hasNow ? [false] : [])];
}

async function tail(
  cluster: Cluster,
  { metadata }: KubeObject,
  { container, previous }: { readonly container: string; readonly previous: boolean },
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  const pod = { namespace: metadata.namespace ?? "default", name: metadata.name };
  try {
    for await (const line of cluster.logs(pod, { container, previous, tail: LINES }, signal)) {
      lines.push(line);
    }
  } catch {
    // The node may be gone, or we may not read logs: what there is must do.
  }
  return lines.slice(-LINES);
}

/** The container of a pod that is worth a look: the first that is not as it should be. */
export function worstContainer(pod: KubeObject): string | undefined {
  const isWell = (status: Record<string, unknown>, isStep: boolean) =>
    isStep ? valueAt(status, ["state", "terminated", "exitCode"]) === 0 : status.ready === true;
  const all = containersOf(pod);
  const worst = all.find(({ status, isStep }) => !isWell(status, isStep)) ?? all.at(0);
  return worst && textAt(worst.status, "name");
}
