import type { ControlPlane } from "./control-plane.ts";
import { waitUntil } from "./wait.ts";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly state: {
    readonly waiting?: { readonly reason: string; readonly message?: string };
    readonly terminated?: { readonly exitCode: number; readonly reason: string };
  };
}

/** A pod, a workload or an event, as far as the explanations here read them. */
interface Item {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly generation?: number;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly spec: { readonly replicas?: number; readonly completions?: number };
  readonly status: {
    readonly phase?: string;
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
    readonly succeeded?: number;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface Event {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
}

/**
 * Waits until every workload in the namespaces has all its pods ready, and every Job has completed.
 *
 * @param timeout in milliseconds; default five minutes: machines differ
 * @throws Error that says for each workload and pod what it lacks, with its warning events
 */
export async function allPodsReady(
  plane: ControlPlane,
  namespaces: readonly string[],
  timeout = 300_000,
): Promise<void> {
  await waitUntil(
    `all pods in ${namespaces.join(", ")} to be ready`,
    async () => {
      const lacks = await Promise.all(namespaces.map((namespace) => lacking(plane, namespace)));
      return lacks.flat().join("\n") || undefined;
    },
    timeout,
  );
}

/** What the workloads and pods of a namespace lack, one line each; empty when all are ready. */
export async function lacking(plane: ControlPlane, namespace: string): Promise<string[]> {
  const list = async <T>(group: string, resource: string) => {
    const { body } = await plane.request("GET", `${group}/namespaces/${namespace}/${resource}`);
    return (body as { items: T[] }).items;
  };
  const [pods, deployments, statefulSets, daemonSets, jobs, events] = await Promise.all([
    list<Item>("/api/v1", "pods"),
    list<Item>("/apis/apps/v1", "deployments"),
    list<Item>("/apis/apps/v1", "statefulsets"),
    list<Item>("/apis/apps/v1", "daemonsets"),
    list<Item>("/apis/batch/v1", "jobs"),
    list<Event>("/api/v1", "events"),
  ]);
  const told = (kind: string, name: string) => warnings(events, kind, name);
  return [
    ...[...deployments, ...statefulSets].flatMap((item) => replicasLacking(item, told)),
    ...daemonSets.flatMap((item) => daemonsLacking(item)),
    ...jobs.flatMap((item) => jobLacking(item, told)),
    ...pods.flatMap((pod) => podLacking(pod, told)),
  ];
}

type Told = (kind: string, name: string) => string;

function warnings(events: readonly Event[], kind: string, name: string): string {
  // What a Deployment could not create is told on its ReplicaSet, whose name begins with its own.
  const about = events.filter(
    ({ type, involvedObject: of }) =>
      type === "Warning" &&
      (of.kind === kind
        ? of.name === name
        : of.kind === "ReplicaSet" && kind === "Deployment" && of.name.startsWith(`${name}-`)),
  );
  const texts = new Set(about.map(({ reason, message }) => `\n    ${reason}: ${message}`));
  return [...texts].slice(-4).join("");
}

function replicasLacking({ metadata, spec, status }: Item, told: Told): string[] {
  const wanted = spec.replicas ?? 1;
  const { readyReplicas = 0, updatedReplicas = 0, replicas = 0, observedGeneration = 0 } = status;
  const current = observedGeneration >= (metadata.generation ?? 0);
  if (current && readyReplicas === wanted && updatedReplicas === wanted && replicas === wanted)
    return [];
  const name = `${metadata.namespace}/${metadata.name}`;
  const events = told("Deployment", metadata.name) + told("StatefulSet", metadata.name);
  return [`${name}: ${readyReplicas} of ${wanted} replicas ready${events}`];
}

function daemonsLacking({ metadata, status }: Item): string[] {
  const { desiredNumberScheduled, numberReady = 0 } = status;
  if (desiredNumberScheduled === numberReady) return [];
  return [
    `${metadata.namespace}/${metadata.name}: ${numberReady} of ${desiredNumberScheduled} ready`,
  ];
}

function jobLacking({ metadata, status }: Item, told: Told): string[] {
  const done = status.conditions?.find(
    ({ type, status: is }) => type === "Complete" && is === "True",
  );
  if (done) return [];
  const failed = status.conditions?.find(
    ({ type, status: is }) => type === "Failed" && is === "True",
  );
  const why = failed ? `failed: ${failed.reason} ${failed.message}` : "not complete";
  return [`${metadata.namespace}/${metadata.name}: job ${why}${told("Job", metadata.name)}`];
}

function podLacking({ metadata, status }: Item, told: Told): string[] {
  if (status.phase === "Succeeded") return [];
  const ofJob = metadata.ownerReferences?.some(({ kind }) => kind === "Job");
  if (status.phase === "Failed" && ofJob) return []; // the Job retries, or says that it failed
  if (status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"))
    return [];
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const states = containers.flatMap(({ name, state: { waiting, terminated } }) => {
    if (waiting) return `${name} ${waiting.reason} ${waiting.message ?? ""}`.trim();
    return terminated?.exitCode ? `${name} exited with ${terminated.exitCode}` : [];
  });
  const unscheduled = status.conditions?.find(
    ({ type, status: is }) => type === "PodScheduled" && is === "False",
  );
  const why = unscheduled ? [`${unscheduled.reason}: ${unscheduled.message}`] : states;
  const name = `${metadata.namespace}/${metadata.name}`;
  return [`${name}: pod ${status.phase} ${why.join("; ")}${told("Pod", metadata.name)}`];
}
