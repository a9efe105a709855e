import type { KubeObject } from "../../client/object.ts";
import { conditionOf, itemsAt, numberAt, textAt } from "../readiness/status.ts";
import type { Around } from "./around.ts";
import { HASH_LABEL } from "./revision.ts";

/**
 * The pods of an older revision that hold up a StatefulSet's update for ever: its controller replaces
 * none while one is not ready, and these will not be, since what is wrong is in their own template.
 * Deleted, they come back with the newest one. Pods that only start are not among them.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/67250
 */
export function stuckPods(statefulSet: KubeObject, around: Around): KubeObject[] {
  const newest = textAt(statefulSet, "status.updateRevision");
  const isByHand = textAt(statefulSet, "spec.updateStrategy.type") === "OnDelete";
  if (newest === "" || isByHand) return [];
  const first = numberAt(statefulSet, "spec.ordinals.start");
  const from = first + numberAt(statefulSet, "spec.updateStrategy.rollingUpdate.partition");
  return around.ownedBy(statefulSet, "Pod").filter((pod) => {
    const { name, labels, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp || labels?.[HASH_LABEL] === newest) return false;
    return Number(name.slice(name.lastIndexOf("-") + 1)) >= from && isBroken(pod);
  });
}

function isBroken(pod: KubeObject): boolean {
  if (conditionOf(pod, "Ready")?.status === "True") return false;
  if (conditionOf(pod, "PodScheduled")?.reason === "Unschedulable") return true;
  const lists = ["status.initContainerStatuses", "status.containerStatuses"];
  return lists
    .flatMap((list) => itemsAt(pod, list))
    .some((status) => {
      const waits = textAt(status, "state.waiting.reason");
      if (numberAt(status, "state.terminated.exitCode") !== 0) return true;
      return waits !== "" && waits !== "ContainerCreating" && waits !== "PodInitializing";
    });
}
