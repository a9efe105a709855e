import type { Cluster } from "../../client/cluster.ts";
import { type KubeObject, refOf } from "../../client/object.ts";
import { Around, readAround } from "../doom/around.ts";
import { killingProbe, unreadyProbe } from "../doom/probe.ts";
import { allPodsOf, newPodsOf } from "../doom/revision.ts";
import type { Doom } from "../doom/symptom.ts";
import type { Failure } from "../failure.ts";
import { readinessOf } from "../readiness/index.ts";
import type { Masker } from "../secrecy.ts";
import type { Wanted } from "../wanted.ts";
import { eventsOf } from "./events.ts";
import { insteadOf } from "./instead.ts";
import { logsOf, worstContainer } from "./logs.ts";
import { nextCommands } from "./next.ts";
import { stepsTo } from "./place.ts";

/** Characters of a line of a log that are shown. */
const WIDTH = 2000;

export interface EvidenceOptions {
  readonly masker: Masker;
  /** As it was wanted, with the way to its lines. */
  readonly wanted?: Wanted | undefined;
  /** Read anew by default. */
  readonly around?: Around | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which what was not read yet is left out. Default 10 s. */
  readonly patience?: number;
}

/**
 * Everything that shows why an object did not come to be: events, logs, the probe, commands to go on
 * with, the line to change. It never fails; what cannot be read is left out. Secrets are masked.
 *
 * @param given the object as it is in the cluster, or as it was wanted where it never came there
 */
export async function evidenceOf(
  cluster: Cluster,
  given: KubeObject,
  doom: Doom,
  { masker, wanted, around, signal, patience = 10_000 }: EvidenceOptions,
): Promise<Failure> {
  const over = AbortSignal.timeout(patience);
  const until = signal ? AbortSignal.any([signal, over]) : over;
  const object = await liveOf(cluster, given, until);
  const seen = around ?? (await aroundOf(cluster, object, until));
  const pod = podOf(object, doom, seen);
  const container = doom.container ?? (pod && worstContainer(pod));
  const unready = unreadyProbe(object, seen);
  const killer = pod && container !== undefined ? killingProbe(pod, container, seen) : undefined;
  const logs = pod && container !== undefined ? await logsOf(cluster, pod, container, until) : [];
  const found = { ...doom, pod: pod?.metadata.name ?? doom.pod, container };
  const mask = (text: string) => masker.mask(text);
  // Cut afterwards: half a secret would not be found.
  const logLine = (line: string) => mask(line).slice(0, WIDTH);
  const probe = unready?.words ?? killer;
  const ref = refOf(object);
  return {
    ...found,
    ref,
    message: mask(doom.message),
    probe: probe === undefined ? undefined : mask(probe),
    events: eventsOf(object, seen).map((event) => ({ ...event, message: mask(event.message) })),
    logs: logs.map((excerpt) => ({ ...excerpt, lines: excerpt.lines.map(logLine) })),
    next: nextCommands(ref, found, cluster.target),
    where: wanted?.where(stepsTo(wanted.object, found, unready)) ?? wanted?.where([]),
    instead: insteadOf(doom),
  };
}

async function liveOf(
  cluster: Cluster,
  given: KubeObject,
  signal: AbortSignal,
): Promise<KubeObject> {
  if (given.metadata.uid !== undefined) return given;
  try {
    return (await cluster.get(refOf(given), signal)) ?? given;
  } catch {
    return given;
  }
}

async function aroundOf(
  cluster: Cluster,
  { metadata }: KubeObject,
  signal: AbortSignal,
): Promise<Around> {
  if (metadata.namespace !== undefined) return readAround(cluster, metadata.namespace, signal);
  return new Around({ replicaSets: [], controllerRevisions: [], pods: [], claims: [], events: [] });
}

/** The pod that was named, else the first of the new ones that is not ready. */
function podOf(object: KubeObject, { pod }: Doom, around: Around): KubeObject | undefined {
  const named = allPodsOf(object, around).find(({ metadata }) => metadata.name === pod);
  if (named) return named;
  return newPodsOf(object, around).find((each) => readinessOf(each).state !== "ready");
}
