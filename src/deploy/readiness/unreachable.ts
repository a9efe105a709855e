import type { KubeObject } from "../../client/object.ts";
import { conditionOf, textAt } from "./status.ts";

/** How many pods of a DaemonSet are on nodes that do not answer: one dead node holds up no deploy. */
export function unreachableOf(
  daemonSet: KubeObject,
  pods: readonly KubeObject[],
  nodes: readonly KubeObject[],
): number {
  const answering = nodes.filter((node) => conditionOf(node, "Ready")?.status === "True");
  const names = new Set(answering.map(({ metadata }) => metadata.name));
  const own = pods.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === daemonSet.metadata.uid),
  );
  const placed = own.map((pod) => textAt(pod, "spec.nodeName")).filter((name) => name !== "");
  return placed.filter((name) => !names.has(name)).length;
}
