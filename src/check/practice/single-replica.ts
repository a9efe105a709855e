import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import type { Workload } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { changed, WEB } from "./shared/example.ts";
import { type Serving, serving } from "./shared/serving.ts";

export const singleReplica: Rule = {
  id: "single-replica",
  layer: "practice",
  severity: "info",
  title: "Deployments behind a Service with one pod",
  why: "while the pod moves to another node nobody answers, and nodes are emptied at every upgrade of the cluster. It matters where minutes do",
  fix: "write replicas: 2 or more, and minReplicas: 2 where an autoscaler decides",
  bad: changed(WEB, "replicas: 2", "replicas: 1"),
  good: WEB,
  find: (world) => serving(world).flatMap(judge),
};

const REPLICAS = FieldPath.root.field("spec", "replicas");
const LEAST = FieldPath.root.field("spec", "minReplicas");

function judge({ workload, scale, service }: Serving): FoundInObject[] {
  const { item } = workload;
  if (item.kind !== "Deployment" || scale.minimum !== 1 || hasReason(workload)) return [];
  const who = `Deployment ${item.name}, which the Service ${service} leads to`;
  return scale.autoscaler
    ? [
        foundAt(
          scale.autoscaler.item,
          LEAST,
          `one pod is left of ${who}, when there is little to do`,
        ),
      ]
    : [foundAt(item, REPLICAS, `there is one pod of ${who}`)];
}

/** It says that two would be in each other's way: over a volume, or while one replaces the other. */
function hasReason({ item, spec }: Workload): boolean {
  const { strategy } = (item.object.spec ?? {}) as {
    readonly strategy?: { readonly type?: string };
  };
  if (strategy?.type === "Recreate") return true;
  return (spec.volumes ?? []).some(
    ({ persistentVolumeClaim, hostPath }) => persistentVolumeClaim || hostPath,
  );
}
