import { type AnyComponent, definitionOf, sortOf } from "../component.ts";
import { environmentCheck } from "../environment.ts";
import { type Host, hostName } from "../host.ts";
import type { CertificateOptions, IngressOptions, Issuer, IssuerOptions } from "../ingress.ts";
import { isRight } from "../shape.ts";
import { resolveCluster } from "./cluster.ts";
import type { ResolvedCertificate, ResolvedCluster, ResolvedIssuer } from "./resolved.ts";
import type { Scope } from "./scope.ts";

const acmeServers: Readonly<Record<string, string>> = {
  letsencrypt: "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

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
  if (wouldFindNoGateway(scope, options.issuer))
    scope.report(
      component,
      ["issuer"],
      "no ingress() makes a Gateway here, over which its hosts could be proven",
      `give ${options.issuer.name} a dns01 provider and http01: false, or route one of the hosts`,
    );
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

/** An Ingress for the proof cert-manager makes itself; it needs a Gateway that is there. */
function wouldFindNoGateway({ environment, options, selection }: Scope, issuer: Issuer): boolean {
  if (environment.cluster?.gateway === undefined) return false;
  const { http01 = true } = options<IssuerOptions>(issuer);
  return http01 && !selection.components.some((other) => sortOf(other) === "ingress");
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
  const http01 = options.http01 ?? true;
  if (http01 && options.scope === "shared") checkShared(scope, component, cluster);
  return {
    ...scope.named(component),
    shared: options.scope === "shared",
    email: options.email,
    server: acmeServers[options.server] ?? options.server,
    http01,
    dns01: options.dns01,
    ingressClass: cluster.ingress.class,
    gateway: cluster.gateway?.name,
  };
}

/** One object for all environments of a cluster can name only one way in. */
function checkShared(scope: Scope, component: AnyComponent, cluster: ResolvedCluster): void {
  const own = wayIn(cluster);
  for (const [name, environment] of Object.entries(scope.parts.options.environments)) {
    if (!isRight(environmentCheck, environment)) continue;
    const other = wayIn(resolveCluster(scope.parts, environment));
    if (other === own) continue;
    const message = `is shared, but hosts are proven over ${own} in ${scope.environmentName} and over ${other} in ${name}`;
    scope.report(
      component,
      ["scope"],
      message,
      'scope: "environment", or http01: false with dns01',
    );
    return;
  }
}

function wayIn({ gateway, ingress }: ResolvedCluster): string {
  return gateway ? `the Gateway ${gateway.name}` : `Ingress class ${ingress.class}`;
}
