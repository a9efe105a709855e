import type { Namespace, ResourceQuota } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import { clusterMeta, common, meta, patterned, type Rendered } from "./rendered.ts";

/** The namespace with its Pod Security level, and its quota. */
export function renderNamespace(resolved: Resolved): Rendered[] {
  const { podSecurity: level, quota } = resolved;
  const base = clusterMeta(resolved, resolved.namespace);
  const namespace: Namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      ...base,
      labels: {
        ...base.labels,
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/warn": level,
        "pod-security.kubernetes.io/audit": level,
      },
    },
  };
  if (!quota) return common(resolved, "namespace", [namespace]);
  const limit: ResourceQuota = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: meta(resolved, patterned(resolved, "{platform}-quota")),
    spec: {
      hard: {
        "requests.cpu": String(quota.cpu),
        "requests.memory": quota.memory,
        pods: String(quota.pods),
      },
    },
  };
  return common(resolved, "namespace", [namespace, limit]);
}
