import type { Deployment } from "../kubernetes/types/index.ts";
import type { Workload } from "./workloads.ts";

/**
 * How many pods a Deployment has beyond its replicas while they are replaced, at its largest.
 *
 * @see k8s.io/kubernetes/pkg/apis/apps/v1/defaults.go SetDefaults_Deployment (25 %, rounded up)
 */
export function surgeOf({ kind, entry, replicas }: Workload): number {
  if (kind !== "Deployment") return 0;
  const { strategy } = (entry.object as Deployment).spec ?? {};
  if (strategy?.type === "Recreate") return 0;
  const surge = strategy?.rollingUpdate?.maxSurge ?? "25%";
  if (typeof surge === "number") return surge;
  const percent = Number(/^(\d+)%$/.exec(surge)?.[1] ?? 0);
  return Math.ceil((replicas.maximum * percent) / 100);
}
