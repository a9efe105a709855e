import type { Service } from "../../../types/core.ts";

/**
 * Fills the newer field of addresses from the older, and drops what the server's defaults drop.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/service/storage/storage.go normalizeClusterIPs
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_Service
 */
export function prepareService(object: Record<string, unknown>): void {
  const service = object as Partial<Service>;
  service.spec ??= { type: "ClusterIP", sessionAffinity: "None" };
  const { spec } = service;
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
}
