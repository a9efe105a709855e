import type { Environment } from "../environment.ts";
import type { GatewayOptions } from "../gateway.ts";
import { defaultNames, fill } from "../names.ts";
import type { PlatformParts } from "./check-platform.ts";
import type { ResolvedCluster } from "./resolved.ts";

/** What the cluster around the platform looks like, with what is usual where nothing is said. */
export function resolveCluster(
  { name, options }: PlatformParts,
  { cluster = {}, namespace, prefix = "" }: Environment<unknown>,
): ResolvedCluster {
  const pattern = options.names?.gateway ?? defaultNames.gateway;
  const gatewayName = prefix + fill(pattern, { platform: name, namespace });
  const { ingress = {}, gateway, monitoring = {}, cloudNativePg = {} } = cluster;
  return {
    kubernetes: cluster.kubernetes ?? "1.36",
    context: cluster.context,
    ingress: gateway
      ? proxiesOf(gateway, gatewayName, namespace)
      : {
          class: ingress.class ?? "nginx",
          namespace: ingress.namespace ?? "ingress-nginx",
          pods: ingress.pods ?? { "app.kubernetes.io/name": "ingress-nginx" },
        },
    gateway: gateway && {
      name: gatewayName,
      trustedHops: gateway.trustedHops,
      annotations: gateway.annotations ?? {},
    },
    monitoring: {
      namespace: monitoring.namespace ?? "monitoring",
      pods: monitoring.pods ?? { "app.kubernetes.io/name": "prometheus" },
      labels: monitoring.labels ?? {},
    },
    cloudNativePg: {
      namespace: cloudNativePg.namespace ?? "cnpg-system",
      pods: cloudNativePg.pods ?? { "app.kubernetes.io/name": "cloudnative-pg" },
    },
    apiServer: cluster.apiServer,
  };
}

/**
 * The proxies that Envoy Gateway runs for one Gateway, unless it was told to merge all Gateways of
 * a class.
 * @see https://github.com/envoyproxy/gateway/blob/v1.9.1/internal/infrastructure/kubernetes/proxy/resource_provider.go
 */
function proxiesOf(
  gateway: GatewayOptions,
  name: string,
  namespace: string,
): ResolvedCluster["ingress"] {
  return {
    class: gateway.class ?? "eg",
    namespace: gateway.namespace ?? "envoy-gateway-system",
    pods: gateway.pods ?? {
      "app.kubernetes.io/name": "envoy",
      "app.kubernetes.io/component": "proxy",
      "gateway.envoyproxy.io/owning-gateway-name": name,
      "gateway.envoyproxy.io/owning-gateway-namespace": namespace,
    },
  };
}
