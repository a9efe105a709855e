import type { HTTPRoute, Ingress } from "../../kubernetes/types/index.ts";
import { type Environment, tables } from "../environment.ts";
import { ofKind, plainName } from "../given.ts";
import { joined } from "../varying.ts";
import { servicesOf } from "./ports.ts";

/** An address outside that leads to a component. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly service: string;
  /** The component whose pods the Service picks. */
  readonly component: string;
  readonly tls: boolean;
}

/** A route of all environments that have it: the same name under each domain. */
export interface RouteRow {
  readonly path: string;
  readonly component: string;
  readonly urls: ReadonlyMap<string, string>;
}

export function routeRows(environments: readonly Environment[]): readonly RouteRow[] {
  const rows = tables(environments, (environment) =>
    routesOf(environment).map((route) => {
      const { domain = "" } = environment.resolved;
      const name = route.host.endsWith(domain) ? route.host.slice(0, -domain.length) : route.host;
      return [`${name} ${route.path} ${route.component}`, route] as const;
    }),
  );
  return joined(rows).map(({ first: { path, component }, rows: each }) => {
    return { path, component, urls: new Map(each.map(([name, route]) => [name, urlOf(route)])) };
  });
}

export function urlOf({ host, path, tls }: Route): string {
  return `${tls ? "https" : "http"}://${host}${path === "/" ? "" : path}`;
}

/** Routes of Ingresses and of the Gateway API alike. */
export function routesOf(environment: Environment): readonly Route[] {
  const component = (service: string) =>
    environment.workloads.find((workload) =>
      servicesOf(environment, workload).some(({ name }) => name === service),
    )?.title ?? plainName(environment, service);
  const found = [
    ...ofKind(environment, "Ingress").flatMap(({ object }) => ingressRoutes(object)),
    ...ofKind(environment, "HTTPRoute").flatMap(({ object }) =>
      gatewayRoutes(object, secureNames(environment)),
    ),
  ];
  return found.map((route) => ({ ...route, component: component(route.service) }));
}

type Leading = Omit<Route, "component">;

function ingressRoutes({ spec }: Ingress): Leading[] {
  const secure = new Set((spec?.tls ?? []).flatMap(({ hosts = [] }) => hosts));
  return (spec?.rules ?? []).flatMap(({ host = "*", http }) =>
    (http?.paths ?? []).map(({ path = "/", backend }) => ({
      host,
      path,
      service: backend.service?.name ?? "",
      tls: secure.has(host),
    })),
  );
}

/** Rules that only redirect have no back end. */
function gatewayRoutes({ spec }: HTTPRoute, secure: ReadonlySet<string>): Leading[] {
  const parents = (spec?.parentRefs ?? []).map(
    ({ name, sectionName = "" }) => `${name}/${sectionName}`,
  );
  const tls = parents.some((parent) => secure.has(parent));
  return (spec?.hostnames ?? []).flatMap((host) =>
    (spec?.rules ?? []).flatMap(({ matches = [{}], backendRefs = [] }) =>
      backendRefs.flatMap(({ name }) =>
        matches.map((match) => ({ host, path: match.path?.value ?? "/", service: name, tls })),
      ),
    ),
  );
}

/** Listeners that end TLS, as `gateway/listener`; a Gateway by itself where one of its listeners does. */
function secureNames(environment: Environment): ReadonlySet<string> {
  return new Set(
    ofKind(environment, "Gateway").flatMap(({ object: { metadata, spec } }) =>
      (spec?.listeners ?? [])
        .filter(({ tls }) => tls !== undefined)
        .flatMap(({ name }) => [`${metadata?.name}/${name}`, `${metadata?.name}/`]),
    ),
  );
}
