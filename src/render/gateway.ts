import type { HTTPRouteSpecRules } from "../kubernetes/types/gateway-api.ts";
import type { Gateway, HTTPRoute } from "../kubernetes/types/index.ts";
import type {
  Resolved,
  ResolvedGateway,
  ResolvedIngress,
  ResolvedRoute,
} from "../platform/resolve/index.ts";
import { clientPolicy, routePolicies } from "./gateway-policies.ts";
import { common, compact, meta, owned, type Rendered } from "./rendered.ts";

/**
 * One Gateway for the environment, and for each `ingress()` its HTTPRoutes and policies.
 *
 * Its listeners have no host names, those are on the routes: of two HTTPS listeners whose
 * certificates share a name, Envoy Gateway serves neither over HTTP/2.
 * @see https://gateway-api.sigs.k8s.io/geps/gep-3567/
 */
export function renderGateway(resolved: Resolved, gateway: ResolvedGateway): Rendered[] {
  const [first] = resolved.ingresses;
  if (first === undefined) return [];
  const own = [renderListeners(resolved, gateway), ...clientPolicy(resolved, gateway)];
  return [
    ...common(resolved, "routes", own, first),
    ...resolved.ingresses.flatMap((ingress) => {
      const routes = routesOf(resolved, ingress);
      const objects = [
        ...routes.map((route) => renderRoute(resolved, gateway, ingress, route)),
        ...renderRedirects(resolved, gateway, ingress),
        ...routePolicies(resolved, ingress, routes),
      ];
      return owned(ingress, "routes", ...objects);
    }),
  ];
}

function renderListeners(resolved: Resolved, gateway: ResolvedGateway): Gateway {
  const secrets = [...new Set(resolved.ingresses.flatMap(({ tls }) => tls ?? []))];
  const tls = { certificateRefs: secrets.map((name) => ({ name })) };
  const { annotations } = gateway;
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: meta(resolved, gateway.name),
    spec: compact({
      gatewayClassName: resolved.cluster.ingress.class,
      infrastructure: compact({ annotations: { ...annotations } }),
      listeners: [
        { name: "http", protocol: "HTTP", port: 80 },
        ...(secrets.length > 0 ? [{ name: "https", protocol: "HTTPS", port: 443, tls }] : []),
      ],
    }),
  };
}

/** A host, or its paths that carry WebSockets, where the other paths are limited in a way that shuts these out. */
export interface RouteName {
  readonly name: string;
  readonly host: string;
  readonly paths: ResolvedRoute["paths"];
  readonly webSockets: boolean;
}

/** One HTTPRoute for each host: `shop` for the domain itself, `shop-api` for a name under it, `shop-any` for all others. */
function routesOf(resolved: Resolved, ingress: ResolvedIngress): RouteName[] {
  const hosts = Map.groupBy(ingress.routes, ({ host }) => host);
  return [...hosts].flatMap(([host, same]) => {
    const name = [ingress.name, ...labelOf(host, resolved.domain)].join("-");
    const paths = same.flatMap((route) => route.paths);
    const apart = ingress.bodySize === undefined ? [] : (ingress.webSockets ?? []);
    const only = (webSockets: boolean) =>
      paths.filter(({ path }) => apart.includes(path) === webSockets);
    return [
      { name, host, paths: only(false), webSockets: false },
      { name: `${name}-websockets`, host, paths: only(true), webSockets: true },
    ].filter((route) => route.paths.length > 0);
  });
}

function labelOf(host: string, domain = ""): string[] {
  if (host === domain) return [];
  const label = host.slice(0, -domain.length - 1);
  return [label === "*" ? "any" : label];
}

function renderRoute(
  resolved: Resolved,
  gateway: ResolvedGateway,
  ingress: ResolvedIngress,
  { name, host, paths }: RouteName,
): HTTPRoute {
  const targets = Map.groupBy(paths, ({ service, number }) => `${service}:${number}`);
  const rules = [...targets.values()].map((same): HTTPRouteSpecRules => {
    const [{ service, number }] = same as [(typeof same)[number]];
    return {
      matches: same.map(({ path }) => ({ path: { type: "PathPrefix", value: path } })),
      backendRefs: [{ name: service, port: number }],
    };
  });
  const listeners = ingress.tls === undefined ? ["http"] : ["https"];
  if (ingress.tls !== undefined && !ingress.redirect) listeners.unshift("http");
  return routeTo(resolved, gateway, ingress, listeners, { name, hosts: [host], rules });
}

/** Most host names that one HTTPRoute takes. */
const mostHosts = 16;

/** The way to https, by the code with which ingress-nginx redirects: a request keeps its method. */
function renderRedirects(
  resolved: Resolved,
  gateway: ResolvedGateway,
  ingress: ResolvedIngress,
): HTTPRoute[] {
  if (!ingress.redirect) return [];
  const hosts = [...new Set(ingress.routes.map(({ host }) => host))];
  const requestRedirect = { scheme: "https", statusCode: 308 } as const;
  const rules = [{ filters: [{ type: "RequestRedirect" as const, requestRedirect }] }];
  const groups = Map.groupBy(hosts.entries(), ([index]) => Math.floor(index / mostHosts));
  return [...groups].map(([group, entries]) => {
    const name = [ingress.name, "redirect", ...(group > 0 ? [group + 1] : [])].join("-");
    const some = entries.map(([, host]) => host);
    return routeTo(resolved, gateway, ingress, ["http"], { name, hosts: some, rules });
  });
}

function routeTo(
  resolved: Resolved,
  gateway: ResolvedGateway,
  { annotations }: ResolvedIngress,
  listeners: readonly string[],
  route: {
    readonly name: string;
    readonly hosts: string[];
    readonly rules: HTTPRouteSpecRules[];
  },
): HTTPRoute {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: meta(resolved, route.name, undefined, compact({ annotations: { ...annotations } })),
    spec: {
      parentRefs: listeners.map((sectionName) => ({ name: gateway.name, sectionName })),
      hostnames: route.hosts,
      rules: route.rules,
    },
  };
}
