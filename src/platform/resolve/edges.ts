import { isAddress } from "../address.ts";
import { type AnyComponent, isComponent, sortOf } from "../component.ts";
import type { AnyExternal } from "../external.ts";
import type { IngressOptions } from "../ingress.ts";
import { isLoadBalancer } from "../options/services.ts";
import type { Port, WebOptions } from "../options/workload.ts";
import type { PostgresOptions } from "../postgres.ts";
import { meaningOf, type Touch } from "../reference.ts";
import { type SiteOptions, targetOf } from "../site.ts";
import type { StoreOptions } from "../store.ts";
import { portsOf } from "./programs.ts";
import type { Edge, Party, ResolvedIssuer, Running, Store } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { unknownPort } from "./services.ts";
import { storePorts } from "./stores.ts";

/** cert-manager's solver answers here while a host is proven over HTTP. */
const solverPort = 8089;

type PodOptions = Partial<WebOptions & SiteOptions>;

/** Who connects to whom: from references, routes, metrics, load balancers and API rights. */
export function resolveEdges(
  scope: Scope,
  running: readonly Running[],
  stores: readonly Store[],
  issuers: readonly ResolvedIssuer[],
): Edge[] {
  const edges = [
    ...scope.selection.components.flatMap((component) => edgesOf(scope, component)),
    ...running.flatMap((program) =>
      program.metrics ? [collected(program.name, metricsPort(program))] : [],
    ),
    ...stores.flatMap(({ name, port, backup }): Edge[] =>
      backup ? [{ from: { pods: backup.name }, to: { pods: name }, port }] : [],
    ),
    ...(issuers.some((issuer) => issuer.http01) ? [proven] : []),
  ];
  const seen = new Map(edges.map((edge) => [JSON.stringify(edge), edge]));
  return [...seen.values()];
}

const proven: Edge = { from: { controller: "ingress" }, to: { solver: "acme" }, port: solverPort };

function collected(pods: string, port: number): Edge {
  return { from: { controller: "monitoring" }, to: { pods }, port };
}

function metricsPort(program: Running): number {
  return program.main.ports.find((port) => port.name === program.metrics?.port)?.number ?? 0;
}

function edgesOf(scope: Scope, component: AnyComponent): Edge[] {
  switch (sortOf(component)) {
    case "web":
    case "worker":
    case "scheduler":
    case "job":
    case "cron":
    case "site":
      return programEdges(scope, component);
    case "postgres":
    case "redis":
      return storeEdges(scope, component);
    case "ingress":
      return scope.options<IngressOptions>(component).routes.flatMap((route) =>
        Object.values(route.paths).flatMap((target) => {
          const to = targetOf(target);
          return arrivals(
            scope,
            { controller: "ingress" },
            { component: to.component, port: to.port },
          );
        }),
      );
    default:
      return [];
  }
}

function programEdges(scope: Scope, component: AnyComponent): Edge[] {
  const options = scope.options<PodOptions>(component);
  const name = scope.nameOf(component);
  const shared = touchesIn(scope, [options.env, options.envFrom, options.mounts, options.calls]);
  const own = [
    ...shared,
    ...touchesIn(scope, [options.init, options.sidecars, Object.values(options.proxy ?? {})]),
  ];
  const edges = own.flatMap((touch) => arrivals(scope, { pods: name }, touch));
  const migration = { pods: scope.objectNames(component).migration };
  const migrates = [...shared, ...touchesIn(scope, [options.migrate])];
  if (options.migrate)
    edges.push(...migrates.flatMap((touch) => arrivals(scope, migration, touch)));
  if ((options.access ?? []).length > 0) edges.push(...asksApiServer(name));
  return [...edges, ...balanced(name, options.services, podPorts(scope, component))];
}

function storeEdges(scope: Scope, component: AnyComponent): Edge[] {
  const options = scope.options<PostgresOptions>(component);
  if (options.external) return [];
  const ports = podPorts(scope, component);
  const name = scope.nameOf(component);
  const exporter = ports.find((port) => port.name === "metrics");
  const own = ports.filter((port) => port !== exporter);
  return [
    ...(exporter ? [collected(name, exporter.number)] : []),
    ...(options.cloudNativePg ? operated(name, own) : []),
    ...balanced(name, options.services, own),
  ];
}

/**
 * What the servers of a Cluster do among themselves and with the operator: it asks each for its
 * state, each follows the one that writes and asks the others whether they are there, and all of
 * them read their Cluster from the API server. The operator itself never asks the database.
 * @see github.com/cloudnative-pg/cloudnative-pg/docs/src/security.md "Exposed Ports"
 */
function operated(pods: string, ports: readonly { number: number }[]): Edge[] {
  const state = 8000;
  return [
    { from: { controller: "cloudNativePg" }, to: { pods }, port: state },
    ...[...ports.map(({ number }) => number), state].map(
      (port): Edge => ({ from: { pods }, to: { pods }, port }),
    ),
    ...asksApiServer(pods),
  ];
}

function asksApiServer(pods: string): Edge[] {
  return [443, 6443].map((port) => ({ from: { pods }, to: { apiServer: true }, port }));
}

/** What comes in through load balancers. */
function balanced(
  name: string,
  services: StoreOptions["services"],
  ports: readonly { name: string; number: number }[],
): Edge[] {
  return Object.entries(services ?? {}).flatMap(([service, options]) => {
    if (!isLoadBalancer(options)) return [];
    const { from, ports: outside } = options.loadBalancer;
    const open = outside === undefined ? ports : ports.filter((port) => port.name in outside);
    return open.map(
      ({ number }): Edge => ({
        from: { outside: service, cidr: from },
        to: { pods: name },
        port: number,
      }),
    );
  });
}

/** The connections that one touch stands for. */
function arrivals(scope: Scope, from: Party, { component, port }: Touch): Edge[] {
  const outside = outsideOf(scope, component);
  if (outside)
    return [{ from, to: { outside: component.name, cidr: outside.cidr }, port: outside.port }];
  const ports = podPorts(scope, component);
  const found = port === undefined ? ports[0] : ports.find(({ name }) => name === port);
  if (found) return [{ from, to: { pods: scope.nameOf(component) }, port: found.number }];
  if (ports.length > 0 && port !== undefined) unknownPort(scope, component, ["port"], port, ports);
  else scope.report(component, ["port"], "others connect to it, but it has no port", "port: 8000");
  return [];
}

function outsideOf(
  scope: Scope,
  component: AnyComponent,
): Pick<AnyExternal, "port" | "cidr"> | undefined {
  const sort = sortOf(component);
  if (sort === "external") return scope.options<AnyExternal>(component);
  if (sort !== "postgres" && sort !== "redis") return undefined;
  const { external } = scope.options<StoreOptions>(component);
  return external && { ...external, port: external.port ?? storePorts(sort, {})[0]?.number ?? 0 };
}

function podPorts(
  scope: Scope,
  component: AnyComponent,
): readonly { name: string; number: number }[] {
  const sort = sortOf(component);
  if (sort === "postgres" || sort === "redis")
    return storePorts(sort, scope.options<StoreOptions>(component));
  const { port } = scope.options<{ port?: Port }>(component);
  return portsOf(port ?? (sort === "site" ? 8080 : undefined));
}

/** Whom a program talks to by what it is given: references, and configs that hold references. */
function touchesIn(scope: Scope, value: unknown): Touch[] {
  if (typeof value !== "object" || value === null) return [];
  const meaning = meaningOf(value);
  if (meaning) {
    return meaning.touches.flatMap((touch) => {
      if (touch.key === undefined) return [touch];
      const config = scope.options<Readonly<Record<string, unknown>>>(touch.component);
      return touchesIn(scope, config[touch.key]);
    });
  }
  if (isComponent(value)) {
    const sort = sortOf(value);
    if (sort === "config") return touchesIn(scope, Object.values(scope.options<object>(value)));
    return ["web", "site", "worker", "scheduler", "postgres", "redis", "external"].includes(
      sort ?? "",
    )
      ? [{ component: value }]
      : [];
  }
  if (isAddress(value)) return [{ component: value.component, port: value.portName }];
  return Object.values(value).flatMap((entry) => touchesIn(scope, entry));
}
