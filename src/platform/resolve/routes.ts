import { didYouMean } from "../../closest.ts";
import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import { type Host, hostName, isHost } from "../host.ts";
import type { IngressOptions } from "../ingress.ts";
import type { Port } from "../options/workload.ts";
import { targetOf } from "../site.ts";
import { plainText } from "../text.ts";
import type { CallSite } from "../where.ts";
import { checkGatewayIngress } from "./gateway.ts";
import { portsOf } from "./programs.ts";
import type { ResolvedCluster, ResolvedIngress, Running } from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { unknownPort } from "./services.ts";

export function resolveIngress(
  scope: Scope,
  component: AnyComponent,
  cluster: ResolvedCluster,
  running: readonly Running[],
): ResolvedIngress {
  const options = scope.options<IngressOptions>(component);
  const { site } = definitionOf(component);
  checkPaths(scope, component, options);
  const ingress: ResolvedIngress = {
    ...scope.named(component),
    routes: options.routes.map((route, index) => ({
      host: hostName(route.host, scope.context, site),
      paths: Object.entries(route.paths).map(([path, target]) => {
        const { component: to, port } = targetOf(target);
        const ports = portsOf(scope.options<{ port?: Port }>(to).port);
        const known = sortOf(to) === "site" ? [{ name: "http", number: 0 }] : ports;
        if (!known.some(({ name }) => name === port))
          unknownPort(scope, component, ["routes", index], port, known);
        const service = scope.context.service(to);
        return { path, service, port, number: portNumber(running, service, port) };
      }),
    })),
    tls: options.tls && scope.nameOf(options.tls),
    redirect: options.redirect ?? options.tls !== undefined,
    cors: resolveOrigins(scope, options.cors ?? [], site),
    rateLimit: options.rateLimit,
    timeout: options.timeout,
    streaming: options.streaming ?? false,
    bodySize: options.bodySize,
    webSockets: options.webSockets,
    class: options.class ?? cluster.ingress.class,
    annotations: options.annotations ?? {},
  };
  if (cluster.gateway) checkGatewayIngress(scope, component, ingress, cluster);
  return ingress;
}

/** The port at the Service itself; of a Service that could not be resolved, none. */
function portNumber(running: readonly Running[], service: string, port: string): number {
  const found = running.flatMap(({ services }) => services).find(({ name }) => name === service);
  return found?.ports.find(({ name }) => name === port)?.port ?? 0;
}

/** One path of one host can be answered by one component only. */
function checkPaths(
  scope: Scope,
  component: AnyComponent,
  { routes, webSockets = [] }: IngressOptions,
): void {
  const known = routes.flatMap(({ paths }) => Object.keys(paths));
  for (const [index, path] of webSockets.entries()) {
    if (known.includes(path)) continue;
    const message = `webSockets: no route has the path ${path}`;
    scope.report(component, ["webSockets", index], message, didYouMean(path, known));
  }
  const seen = new Set<string>();
  for (const [index, { host, paths }] of routes.entries()) {
    for (const path of Object.keys(paths)) {
      const address = `${hostName(host, scope.context)}${path}`;
      if (seen.has(address)) {
        const message = `${address} is answered twice`;
        scope.report(component, ["routes", index], message, "one of the two, or another path");
      }
      seen.add(address);
    }
  }
}

/** Where pages may come from, as a browser names it. */
export function resolveOrigins(
  scope: Scope,
  origins: readonly (Host | string)[],
  site: CallSite,
): string[] {
  return origins.map((origin) =>
    isHost(origin) ? plainText(origin.url, scope.context, site) : origin,
  );
}
