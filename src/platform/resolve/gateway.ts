import { dns1123LabelProblem } from "../../kubernetes/names.ts";
import { parseQuantity } from "../../kubernetes/quantity.ts";
import { quantityValue } from "../../kubernetes/quantity-arithmetic.ts";
import { type AnyComponent, sortOf } from "../component.ts";
import { hostName } from "../host.ts";
import type { IngressOptions } from "../ingress.ts";
import type { SecretDefinition } from "../secret.ts";
import type { Path } from "../shape.ts";
import type { ResolvedCluster, ResolvedIngress } from "./resolved.ts";
import type { Scope } from "./scope.ts";

type Found = readonly [path: Path, message: string, instead: string];

/** Reports what Gateway API and Envoy Gateway cannot express of an `ingress()`. */
export function checkGatewayIngress(
  scope: Scope,
  component: AnyComponent,
  ingress: ResolvedIngress,
  cluster: ResolvedCluster,
): void {
  const { tls } = scope.options<IngressOptions>(component);
  const found = [
    ...withoutMeaning(ingress, cluster.ingress.class),
    ...withoutTls(ingress),
    ...wrongSecret(scope, tls),
    ...secondCertificate(scope, component, ingress),
    ...unusableOrigins(ingress),
    ...unusableBodySize(ingress),
    ...unusablePaths(ingress),
    ...tooMany(ingress),
  ];
  for (const [path, message, instead] of found) scope.report(component, path, message, instead);
  checkName(scope, cluster.gateway?.name ?? "");
}

/** The name is a label of the proxies too, by which network policies know them. */
function checkName({ parts, problems }: Scope, name: string): void {
  const problem = dns1123LabelProblem(name);
  if (problem === undefined) return;
  const message = `platform ${parts.name}: the Gateway's name: ${problem}`;
  problems.push({ message, where: parts.site.at(["names", "gateway"]) });
}

function withoutMeaning(ingress: ResolvedIngress, known: string): Found[] {
  const found: Found[] = Object.keys(ingress.annotations)
    .filter((key) => isForIngress.test(key))
    .map((key) => [
      ["annotations", key],
      `the annotation ${key} is read from Ingress objects, and a gateway has none`,
      `"${key}": null in this environment`,
    ]);
  if (ingress.class !== known) {
    const message = `class "${ingress.class}": one Gateway, of class "${known}", serves this environment`;
    found.push([["class"], message, "class: null in this environment"]);
  }
  if (ingress.rateLimit?.connections !== undefined) {
    const message = "Envoy Gateway cannot limit the connections of each client";
    found.push([["rateLimit", "connections"], message, "connections: null in this environment"]);
  }
  return found;
}

/** Keys of ingress controllers, and of cert-manager for Ingress objects. */
const isForIngress =
  /^(([^/]+\.)?(ingress\.kubernetes\.io|nginx\.(org|com)|haproxy\.org|cert-manager\.io)\/|kubernetes\.io\/(ingress\.|tls-acme))/;

function withoutTls({ redirect, tls }: ResolvedIngress): Found[] {
  if (!redirect || tls !== undefined) return [];
  const message = "redirect leads to https, where the Gateway does not answer without tls";
  return [[["redirect"], message, "tls, or redirect: false"]];
}

function wrongSecret(scope: Scope, tls: IngressOptions["tls"]): Found[] {
  if (tls === undefined || sortOf(tls) !== "secret") return [];
  const { type = "Opaque" } = scope.options<SecretDefinition>(tls);
  if (type === "kubernetes.io/tls") return [];
  const message = `a Gateway takes Secrets of type kubernetes.io/tls only, and ${tls.name} is of type ${type}`;
  const instead = `secret("${tls.name}", ["tls.crt", "tls.key"], { type: "kubernetes.io/tls" })`;
  return [[["tls"], message, instead]];
}

/** Of two certificates for one name, Envoy Gateway leaves the second out. */
function secondCertificate(scope: Scope, component: AnyComponent, own: ResolvedIngress): Found[] {
  const { tls } = scope.options<IngressOptions>(component);
  const all = scope.selection.components.filter((other) => sortOf(other) === "ingress");
  const before = all.slice(0, all.indexOf(component)).flatMap((other) => {
    const options = scope.options<IngressOptions>(other);
    const known = options.tls === undefined || options.tls === tls ? [] : options.routes;
    return known.map(({ host }) => [hostName(host, scope.context), other.name] as const);
  });
  const others = new Map(tls === undefined ? [] : before);
  return own.routes.flatMap(({ host }): Found[] => {
    const other = others.get(host);
    if (other === undefined) return [];
    const message = `${host} has another certificate in ${other}, and a Gateway holds one for each host`;
    return [[["tls"], message, `the certificate of ${other}`]];
  });
}

/**
 * Origins that its CORS rules do not take.
 * @see https://github.com/envoyproxy/gateway/blob/v1.9.1/api/v1alpha1/cors_types.go
 */
function unusableOrigins({ cors }: ResolvedIngress): Found[] {
  return [...cors.entries()]
    .filter(([, origin]) => !/^https?:\/\/(\*\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?$/.test(origin))
    .map(([index, origin]) => [
      ["cors", index],
      `Envoy Gateway does not take the origin ${origin}`,
      '"https://shop.example"',
    ]);
}

/** Its proxies hold a request back until they know its size, and size is a number of 32 bits. */
function unusableBodySize({ bodySize, webSockets, routes }: ResolvedIngress): Found[] {
  if (bodySize === undefined) return [];
  if (quantityValue(parseQuantity(bodySize)) >= 1n << 32n) {
    const message = `bodySize ${bodySize} is more than Envoy Gateway can hold of one request`;
    return [[["bodySize"], message, "less than 4Gi, or bodySize: null in this environment"]];
  }
  if (webSockets === undefined) {
    const message =
      "bodySize makes Envoy Gateway read each request whole, and then no WebSocket passes";
    return [[["bodySize"], message, 'webSockets: ["/ws"], the paths that carry them, or []']];
  }
  const rest = routes
    .flatMap(({ paths }) => paths)
    .filter(({ path }) => !webSockets.includes(path));
  if (rest.length > 0) return [];
  const message = "bodySize has no effect behind a gateway: WebSockets run over every path";
  return [[["bodySize"], message, "bodySize: null in this environment"]];
}

/**
 * What an HTTPRoute takes for a path.
 * @see https://gateway-api.sigs.k8s.io/reference/api-spec/1.6/spec/#httppathmatch
 */
function unusablePaths({ routes }: ResolvedIngress): Found[] {
  return routes.flatMap(({ paths }, index) =>
    paths
      .filter(({ path }) => !isRoutable(path))
      .map(
        ({ path }): Found => [
          ["routes", index],
          `the path ${JSON.stringify(path)} cannot stand in an HTTPRoute`,
          'a path such as "/api"',
        ],
      ),
  );
}

function isRoutable(path: string): boolean {
  return (
    path.length <= 1024 &&
    /^(?:[-\w/.~!$&'()*+,;=:@]|%[\da-fA-F]{2})+$/.test(path) &&
    !/\/\/|\/\.\.?(\/|$)|%2f/i.test(path)
  );
}

/** One HTTPRoute holds a host: 16 rules, one for each port that answers, and 128 paths, 64 in a rule. */
function tooMany({ routes }: ResolvedIngress): Found[] {
  const hosts = Map.groupBy(routes, ({ host }) => host);
  return [...hosts].flatMap(([host, [...same]]): Found[] => {
    const paths = same.flatMap((route) => route.paths);
    const rules = [...Map.groupBy(paths, ({ service, number }) => `${service}:${number}`).values()];
    if (rules.length <= 16 && paths.length <= 128 && rules.every((rule) => rule.length <= 64))
      return [];
    const message = `${host} has ${paths.length} paths to ${rules.length} ports; an HTTPRoute takes 128 to 16, 64 to each`;
    return [[["routes"], message, "some of the paths in an ingress() of their own"]];
  });
}
