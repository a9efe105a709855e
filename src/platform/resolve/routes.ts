import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import { type Host, hostName, isHost } from "../host.ts";
import type { CertificateOptions, IngressOptions, IssuerOptions } from "../ingress.ts";
import type { Port } from "../options/workload.ts";
import { targetOf } from "../site.ts";
import type { CallSite } from "../where.ts";
import { portsOf } from "./programs.ts";
import type {
  ResolvedCertificate,
  ResolvedCluster,
  ResolvedIngress,
  ResolvedIssuer,
} from "./resolved.ts";
import type { Scope } from "./scope.ts";
import { unknownPort } from "./services.ts";

const acmeServers: Readonly<Record<string, string>> = {
  letsencrypt: "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

export function resolveIngress(
  scope: Scope,
  component: AnyComponent,
  cluster: ResolvedCluster,
): ResolvedIngress {
  const options = scope.options<IngressOptions>(component);
  const { site } = definitionOf(component);
  checkPaths(scope, component, options);
  return {
    ...scope.named(component),
    routes: options.routes.map((route, index) => ({
      host: hostName(route.host, scope.context, site),
      paths: Object.entries(route.paths).map(([path, target]) => {
        const { component: to, port } = targetOf(target);
        const ports = portsOf(scope.options<{ port?: Port }>(to).port);
        const known = sortOf(to) === "site" ? [{ name: "http", number: 0 }] : ports;
        if (!known.some(({ name }) => name === port))
          unknownPort(scope, component, ["routes", index], port, known);
        return { path, service: scope.context.service(to), port };
      }),
    })),
    tls: options.tls && scope.nameOf(options.tls),
    redirect: options.redirect ?? options.tls !== undefined,
    cors: resolveOrigins(scope, options.cors ?? [], site),
    rateLimit: options.rateLimit,
    timeout: options.timeout,
    streaming: options.streaming ?? false,
    bodySize: options.bodySize,
    class: options.class ?? cluster.ingress.class,
    annotations: options.annotations ?? {},
  };
}

/** One path of one host can be answered by one component only. */
function checkPaths(scope: Scope, component: AnyComponent, { routes }: IngressOptions): void {
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
    isHost(origin) ? `https://${hostName(origin, scope.context, site)}` : origin,
  );
}

/** A certificate for its own hosts and those of every ingress that uses it. */
export function resolveCertificate(scope: Scope, component: AnyComponent): ResolvedCertificate {
  const options = scope.options<CertificateOptions>(component);
  const { site } = definitionOf(component);
  const users = scope.selection.components
    .filter(
      (other) =>
        sortOf(other) === "ingress" && scope.options<IngressOptions>(other).tls === component,
    )
    .flatMap((other) => scope.options<IngressOptions>(other).routes.map((route) => route.host));
  const hosts: readonly Host[] = [...users, ...(options.hosts ?? [])];
  const names = [...new Set(hosts.map((host) => hostName(host, scope.context, site)))];
  const wildcard = names.find((name) => name.startsWith("*."));
  const { dns01 } = scope.options<IssuerOptions>(options.issuer);
  if (wildcard !== undefined && dns01 === undefined) {
    scope.report(
      component,
      ["issuer"],
      `the wildcard ${wildcard} cannot be proven over HTTP`,
      `give ${options.issuer.name} a dns01 provider, or name each host`,
    );
  }
  if (names.length === 0)
    scope.report(component, [], "no ingress uses this certificate, and it names no hosts");
  // A name that a wildcard of the same certificate covers would be asked for twice: the authority refuses it.
  const covered = (name: string) =>
    !name.startsWith("*.") && names.includes(`*.${name.split(".").slice(1).join(".")}`);
  return {
    ...scope.named(component),
    issuer: scope.nameOf(options.issuer),
    hosts: names.filter((name) => !covered(name)),
  };
}

export function resolveIssuer(
  scope: Scope,
  component: AnyComponent,
  cluster: ResolvedCluster,
): ResolvedIssuer {
  const options = scope.options<IssuerOptions>(component);
  if (options.http01 === false && options.dns01 === undefined) {
    const message = "has no way left to prove a host: http01 is off and there is no dns01";
    scope.report(component, ["http01"], message, "http01: true, or a dns01 provider");
  }
  return {
    ...scope.named(component),
    shared: options.scope === "shared",
    email: options.email,
    server: acmeServers[options.server] ?? options.server,
    http01: options.http01 ?? true,
    dns01: options.dns01,
    ingressClass: cluster.ingress.class,
  };
}
