import { type Component, defineComponent } from "./component.ts";
import { anOrigin, type Host, isHost, type Route } from "./host.ts";
import type { Override } from "./options/override.ts";
import {
  aComponent,
  aDuration,
  annotations,
  aPath,
  aQuantity,
  type Bytes,
  type Duration,
} from "./options/values.ts";
import type { Secret } from "./secret.ts";
import {
  aBoolean,
  aString,
  type Check,
  either,
  isPlainObject,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
  syntax,
  whole,
} from "./shape.ts";
import { aTarget } from "./site.ts";
import { aScope } from "./volume.ts";
import { callSite } from "./where.ts";

/** How many requests one client address may make. */
export interface RateLimit {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly connections?: number;
}

export interface IngressOptions {
  /** Hosts and who answers: `[api.serves(backend)]`. */
  readonly routes: readonly Route[];
  /** A `certificate()` of this platform, or a Secret that holds one. Without it the traffic is plain. */
  readonly tls?: Certificate | Secret;
  /** Send plain requests to https. Default: `true` with `tls`. */
  readonly redirect?: boolean;
  /** Origins whose pages may call these hosts from a browser. */
  readonly cors?: readonly (Host | string)[];
  readonly rateLimit?: RateLimit;
  /** How long a stream or WebSocket may stay silent. Default: 60 seconds. */
  readonly timeout?: Duration;
  /** Hand answers on as they come, as event streams need. Default: `false`. */
  readonly streaming?: boolean;
  /** The largest request body. Default: the controller's, `"1m"`; a gateway has no limit of its own. */
  readonly bodySize?: Bytes;
  /** Paths over which WebSockets run: a gateway keeps `bodySize` on all others, and needs to know. */
  readonly webSockets?: readonly `/${string}`[];
  /** The class of the controller. Default: the environment's. */
  readonly class?: string;
  /** Annotations of the Ingress, or of the HTTPRoutes of a gateway. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Hosts and paths of the outside world, and who answers. */
export interface Ingress
  extends Component<
    Override<IngressOptions> | false,
    | "Ingress"
    | "Gateway"
    | "HTTPRoute"
    | "BackendTrafficPolicy"
    | "ClientTrafficPolicy"
    | "SecurityPolicy"
  > {}

/**
 * Lets the outside world in: hosts, paths, TLS, limits.
 *
 * @example
 * const edge = ingress("shop", { routes: [host("api").serves(api)], tls, timeout: "1h" });
 */
export function ingress(name: string, options: IngressOptions): Ingress {
  const site = callSite(ingress);
  return defineComponent<Ingress, IngressOptions>({ sort: "ingress", name, options, site });
}

const paths = mapOf(aTarget, aPath.problem);
const aRoute: Check = {
  says: 'a route such as host("api").serves(api)',
  accepts: (value) => isPlainObject(value) && isHost(value.host),
  test: (value, path, report, partial) => paths.test((value as Route).paths, path, report, partial),
};

/** The largest number of 32 bits: what nginx and Envoy count to. */
const most = 4_294_967_295;

export const ingressCheck = objectOf<IngressOptions>({
  routes: listOf(aRoute),
  tls: optional(aComponent("a certificate or a secret", "certificate", "secret")),
  redirect: optional(aBoolean),
  cors: optional(listOf(anOrigin)),
  rateLimit: optional(
    objectOf<RateLimit>({
      perSecond: optional(whole(1, most)),
      perMinute: optional(whole(1, most)),
      connections: optional(whole(1, most)),
    }),
  ),
  timeout: optional(aDuration),
  streaming: optional(aBoolean),
  bodySize: optional(aQuantity),
  webSockets: optional(listOf(aPath)),
  class: optional(aString),
  annotations: optional(annotations),
});

export interface CertificateOptions {
  readonly issuer: Issuer;
  /** Hosts beside those of the ingresses that use it. */
  readonly hosts?: readonly Host[];
}

/** A certificate that cert-manager gets and renews; its Secret has the same name. */
export interface Certificate
  extends Component<Override<CertificateOptions> | false, "Certificate"> {}

/** A certificate for the hosts of all ingresses that use it. */
export function certificate(name: string, options: CertificateOptions): Certificate {
  const site = callSite(certificate);
  return defineComponent<Certificate, CertificateOptions>({
    sort: "certificate",
    name,
    options,
    site,
  });
}

export const certificateCheck = objectOf<CertificateOptions>({
  issuer: aComponent("an issuer()", "issuer"),
  hosts: optional(listOf({ says: "a host()", accepts: isHost, test: () => {} })),
});

export interface IssuerOptions {
  /** Who is told when a certificate runs out. */
  readonly email: string;
  /** The ACME server. `"letsencrypt-staging"` is for trials: browsers do not trust it. */
  readonly server: "letsencrypt" | "letsencrypt-staging" | `https://${string}`;
  /** Prove hosts by answering over HTTP. Default: `true`. Cannot prove wildcards. */
  readonly http01?: boolean;
  /** Prove hosts, wildcards too, by a DNS record: a provider as cert-manager writes it. */
  readonly dns01?: Readonly<Record<string, unknown>>;
  /** `"shared"`: one object for all environments of a cluster. Default: one for each environment. */
  readonly scope?: "shared" | "environment";
}

/** Who signs certificates: an ACME account of cert-manager for the whole cluster. */
export interface Issuer extends Component<Override<IssuerOptions> | false, "ClusterIssuer"> {}

/** An ACME account: Let's Encrypt or another. */
export function issuer(name: string, options: IssuerOptions): Issuer {
  const site = callSite(issuer);
  return defineComponent<Issuer, IssuerOptions>({ sort: "issuer", name, options, site });
}

const anUrl = syntax("the https address of an ACME server", (text) =>
  /^https:\/\/[^/\s]+/.test(text)
    ? undefined
    : `${JSON.stringify(text)}: write "letsencrypt", or an address such as "https://acme.example/directory"`,
);
export const issuerCheck = objectOf<IssuerOptions>({
  email: aString,
  server: either(literal("letsencrypt", "letsencrypt-staging"), anUrl),
  http01: optional(aBoolean),
  dns01: optional(
    mapOf({ says: "a setting of the provider", accepts: () => true, test: () => {} }),
  ),
  scope: optional(aScope),
});
