import { code, count, listed, type Purposes } from "./purposes.ts";

/** Services, and how requests from outside arrive. */
export const routePurposes: Purposes = {
  Service: ({ spec }) => {
    const ports = (spec?.ports ?? []).map(({ name, port }) => `${name ?? "port"} ${port}`);
    const answers = ports.length === 0 ? "no ports" : ports.join(", ");
    if (spec?.clusterIP === "None") return `the names of its pods, one by one; ${answers}`;
    if (spec?.type !== "LoadBalancer") return `one address inside the cluster; ${answers}`;
    const from = spec.loadBalancerSourceRanges;
    return `an address outside the cluster${from ? ` for ${listed(from)}` : ""}; ${answers}`;
  },
  Ingress: ({ spec }) => {
    const hosts = (spec?.rules ?? []).flatMap(({ host }) => host ?? []);
    return `lets requests for ${listed(hosts)} in${spec?.tls?.length ? ", over TLS" : ""}`;
  },
  Gateway: ({ spec }) => {
    const { gatewayClassName, listeners = [] } = spec ?? {};
    return `listens for requests (class ${code(gatewayClassName ?? "")}, ${count(listeners.length, "listener")})`;
  },
  HTTPRoute: ({ spec }) => `hands requests for ${listed(spec?.hostnames ?? [])} on`,
  BackendTrafficPolicy: () => "time-outs and rate limits of the routes",
  ClientTrafficPolicy: () => "limits of the connections of clients",
  SecurityPolicy: () => "which sites may call (CORS)",
  Certificate: ({ spec }) =>
    `keeps a certificate for ${listed(spec?.dnsNames ?? [])} in the Secret ${code(spec?.secretName ?? "")}; asked of ${code(spec?.issuerRef?.name ?? "")}`,
  ClusterIssuer: ({ spec }) =>
    `asks ${code(spec?.acme?.server ?? "its authority")} for certificates`,
  Issuer: ({ spec }) => `asks ${code(spec?.acme?.server ?? "its authority")} for certificates`,
};
