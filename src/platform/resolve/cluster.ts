import type { Environment } from "../environment.ts";
import type { ResolvedCluster } from "./resolved.ts";

/** What the cluster around the platform looks like, with what is usual where nothing is said. */
export function resolveCluster({ cluster = {} }: Environment<unknown>): ResolvedCluster {
  const { ingress = {}, monitoring = {} } = cluster;
  return {
    kubernetes: cluster.kubernetes ?? "1.36",
    ingress: {
      class: ingress.class ?? "nginx",
      namespace: ingress.namespace ?? "ingress-nginx",
      pods: ingress.pods ?? { "app.kubernetes.io/name": "ingress-nginx" },
    },
    monitoring: {
      namespace: monitoring.namespace ?? "monitoring",
      pods: monitoring.pods ?? { "app.kubernetes.io/name": "prometheus" },
      labels: monitoring.labels ?? {},
    },
    apiServer: cluster.apiServer,
  };
}
