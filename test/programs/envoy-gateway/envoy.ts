/** One part of an Envoy configuration, as Envoy's own admin page shows it. */
export interface XdsConfig {
  readonly "@type": string;
  readonly dynamicRouteConfigs?: readonly { readonly routeConfig: RouteConfiguration }[];
  readonly dynamicListeners?: readonly { readonly activeState: { readonly listener: Loose } }[];
  readonly dynamicEndpointConfigs?: readonly { readonly endpointConfig: Loose }[];
}

export interface RouteConfiguration {
  readonly name: string;
  readonly virtualHosts: readonly { readonly domains: readonly string[]; routes: Route[] }[];
}

interface Route {
  readonly match: { prefix?: string; path?: string; pathSeparatedPrefix?: string };
  readonly redirect?: { readonly schemeRedirect: string; readonly responseCode: string };
  readonly route?: {
    readonly cluster: string;
    readonly timeout: string;
    readonly idleTimeout: string;
    readonly upgradeConfigs?: readonly { readonly upgradeType: string }[];
  };
  readonly typedPerFilterConfig?: Readonly<Record<string, Loose>>;
}

// biome-ignore lint/suspicious/noExplicitAny: Envoy's configuration is read as freely as the tests need it
type Loose = any;

/** What the proxy does with a request. */
export interface Answer {
  readonly redirect?: string;
  /** Service and port that it hands on to. */
  readonly to?: string;
  /** How long the whole may take, and how long it may be silent. */
  readonly timeout?: readonly [whole: string, silent: string];
  readonly webSocket?: boolean;
  readonly mostBytes?: number;
  /** Requests of one client: how many, and in what time. */
  readonly limits?: readonly string[];
  /** Pages that may call it. */
  readonly origins?: readonly string[];
}

const limiter = "envoy.filters.http.local_ratelimit";

/** An Envoy with the configuration that Envoy Gateway would give it, so far as routes go. */
export class Envoy {
  readonly #routes: readonly RouteConfiguration[];
  readonly #services: ReadonlyMap<string, string>;
  readonly #listeners: readonly Loose[];

  constructor(configs: readonly XdsConfig[]) {
    const each = <T>(pick: (config: XdsConfig) => readonly T[] | undefined) =>
      configs.flatMap((config) => pick(config) ?? []);
    this.#routes = each((config) => config.dynamicRouteConfigs).map(
      ({ routeConfig }) => routeConfig,
    );
    this.#listeners = each((config) => config.dynamicListeners).map(
      ({ activeState }) => activeState.listener,
    );
    this.#services = new Map(
      each((config) => config.dynamicEndpointConfigs).map(({ endpointConfig }) => [
        endpointConfig.clusterName,
        serviceOf(endpointConfig),
      ]),
    );
  }

  /**
   * The answer to a request, found as Envoy finds it: the host by its whole name or by the longest
   * wildcard, then the first route that matches.
   */
  get(url: string): Answer | undefined {
    const { protocol, hostname, pathname } = new URL(url);
    const config = this.#routes.find(({ name }) => name.endsWith(`/${protocol.slice(0, -1)}`));
    const wildcards = hostname.split(".").map((_, index, all) => `*.${all.slice(index).join(".")}`);
    const hosts = [hostname, ...wildcards.slice(1), "*"].flatMap(
      (domain) => config?.virtualHosts.filter(({ domains }) => domains.includes(domain)) ?? [],
    );
    const route = hosts[0]?.routes.find(({ match }) => matches(match, pathname));
    return route && this.#answer(route);
  }

  /** How many clients it counts apart on a route; nothing where Envoy's default holds, which is 20. */
  get clientsCounted(): readonly (number | undefined)[] {
    const routes = this.#routes
      .flatMap(({ virtualHosts }) => virtualHosts)
      .flatMap((host) => host.routes);
    const limits = routes.flatMap(
      ({ typedPerFilterConfig }) => typedPerFilterConfig?.[limiter] ?? [],
    );
    return [...new Set(limits.map(({ maxDynamicDescriptors }) => maxDynamicDescriptors))];
  }

  /** Protocols that a browser is offered over TLS. */
  get alpn(): readonly string[] {
    const tls = this.#listeners.flatMap(({ filterChains = [] }) => filterChains);
    return tls.flatMap(
      ({ transportSocket }) => transportSocket?.typedConfig.commonTlsContext.alpnProtocols ?? [],
    );
  }

  /** How many proxies before it are believed; nothing where the client is who connects. */
  get trustedHops(): number | undefined {
    const found = JSON.stringify(this.#listeners).includes("original_ip_detection.xff");
    const more = /"xffNumTrustedHops":(\d+)/.exec(JSON.stringify(this.#listeners))?.[1];
    return found ? Number(more ?? 0) + 1 : undefined;
  }

  #answer({ redirect, route, typedPerFilterConfig: filters = {} }: Route): Answer {
    if (redirect) return { redirect: `${redirect.schemeRedirect} ${redirect.responseCode}` };
    if (!route) return {};
    const limits = filters[limiter]?.descriptors;
    const origins = filters["envoy.filters.http.cors"]?.allowOriginStringMatch;
    const buffer = filters["envoy.filters.http.buffer"]?.buffer;
    return {
      to: this.#services.get(route.cluster) ?? "nobody",
      timeout: [route.timeout, route.idleTimeout],
      webSocket: (route.upgradeConfigs ?? []).some((each) => each.upgradeType === "websocket"),
      ...(buffer && { mostBytes: buffer.maxRequestBytes }),
      ...(limits && { limits: limits.map(limitOf) }),
      ...(origins && { origins: origins.map((one: Loose) => one.exact ?? one.safeRegex.regex) }),
    };
  }
}

function serviceOf(endpoints: Loose): string {
  const [{ metadata }] = endpoints.endpoints;
  const [{ name, sectionName }] = metadata.filterMetadata["envoy-gateway"].resources;
  return `${name}:${sectionName}`;
}

function matches(match: Route["match"], path: string): boolean {
  const { prefix, path: exact, pathSeparatedPrefix: part } = match;
  if (exact !== undefined) return path === exact;
  if (part !== undefined) return path === part || path.startsWith(`${part}/`);
  return prefix !== undefined && path.startsWith(prefix);
}

/** `50 in 1s for each of 0.0.0.0/0`; the last entry of a descriptor has no value where each value counts apart. */
function limitOf({ entries, tokenBucket }: Loose): string {
  const [family, client] = entries;
  const whom = client && client.value === undefined ? `each of ${family.value}` : "all";
  return `${tokenBucket.maxTokens} in ${tokenBucket.fillInterval} for ${whom}`;
}
