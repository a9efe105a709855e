import type { KubeObject } from "../../client/object.ts";
import { numberAt, textAt } from "../readiness/status.ts";
import type { Around } from "./around.ts";

/** The Deployment's number of a template, on it and on its ReplicaSets (deployment/util). */
const REVISION = "deployment.kubernetes.io/revision";
/** On pods of StatefulSets and DaemonSets: of which revision they are. */
export const HASH_LABEL = "controller-revision-hash";

/** The ReplicaSet of a Deployment's newest template; undefined while its controller has not made it. */
export function newestReplicaSet(deployment: KubeObject, around: Around): KubeObject | undefined {
  if (!isObserved(deployment)) return undefined;
  const revision = deployment.metadata.annotations?.[REVISION];
  if (revision === undefined) return undefined;
  return around
    .ownedBy(deployment, "ReplicaSet")
    .find(({ metadata }) => metadata.annotations?.[REVISION] === revision);
}

/**
 * The pods that show how the last change of a workload fares: those of its newest revision that are not
 * being deleted. All of them for a Job; a pod itself for a pod.
 */
export function newPodsOf(workload: KubeObject, around: Around): KubeObject[] {
  return podsOf(workload, around).filter(({ metadata }) => !metadata.deletionTimestamp);
}

function podsOf(workload: KubeObject, around: Around): KubeObject[] {
  switch (workload.kind) {
    case "Deployment": {
      const newest = newestReplicaSet(workload, around);
      return newest ? around.ownedBy(newest, "Pod") : [];
    }
    case "StatefulSet": {
      const hash = isObserved(workload) ? textAt(workload, "status.updateRevision") : "";
      return withHash(workload, around, hash);
    }
    case "DaemonSet": {
      const revisions = around.ownedBy(workload, "ControllerRevision");
      const newest = revisions.sort((a, b) => numberAt(b, "revision") - numberAt(a, "revision"))[0];
      const hash = isObserved(workload) ? newest?.metadata.labels?.[HASH_LABEL] : undefined;
      return withHash(workload, around, hash ?? "");
    }
    case "ReplicaSet":
    case "Job":
      return around.ownedBy(workload, "Pod");
    case "Pod":
      return [workload];
    default:
      return [];
  }
}

function withHash(workload: KubeObject, around: Around, hash: string): KubeObject[] {
  if (hash === "") return [];
  return around
    .ownedBy(workload, "Pod")
    .filter(({ metadata }) => metadata.labels?.[HASH_LABEL] === hash);
}

/** All pods of a workload, of whichever revision, also those that are being deleted. */
export function allPodsOf(workload: KubeObject, around: Around): KubeObject[] {
  if (workload.kind === "Pod") return [workload];
  const makers = [workload, ...around.ownedBy(workload, "ReplicaSet")];
  return makers.flatMap((maker) => around.ownedBy(maker, "Pod"));
}

function isObserved({ metadata, status }: KubeObject): boolean {
  return numberAt(status, "observedGeneration") >= (metadata.generation ?? 0);
}
