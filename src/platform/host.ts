import { hostProblem } from "../kubernetes/names.ts";
import { fail } from "../problem.ts";
import { isComponent } from "./component.ts";
import { type PlainRef, plainRef, type TextContext } from "./reference.ts";
import { either, syntax } from "./shape.ts";
import type { Target } from "./site.ts";
import { asValue } from "./value.ts";
import { type CallSite, callSite } from "./where.ts";

/** A public host name under the environment's domain. */
export interface Host {
  /** `api.the-bot.ru` */
  readonly name: PlainRef;
  /** `https://api.the-bot.ru`; with `http` where its ingress has no `tls`. */
  readonly url: PlainRef;
  /** `wss://ws.the-bot.ru`; with `ws` where its ingress has no `tls`. */
  readonly ws: PlainRef;
  /** The part before the domain: `api`, `*`, or empty. */
  readonly sub: string;
  readonly site: CallSite;
  /**
   * Who answers: one component for every path or for those named, or one for each path.
   *
   * @example
   * const api = host("api");
   * api.serves(backend);
   * api.serves(backend, ["/api", "/admin"]);
   * api.serves({ "/": frontend, "/ws": backend.at("ws") });
   */
  serves(target: Target, under?: readonly `/${string}`[]): Route;
  serves(targets: { readonly [path: `/${string}`]: Target }): Route;
}

/** A host and who answers under which path. */
export interface Route {
  readonly host: Host;
  readonly paths: Readonly<Record<string, Target>>;
}

class PublicHost implements Host {
  readonly sub: string;
  readonly site: CallSite;
  readonly name: PlainRef;
  readonly url: PlainRef;
  readonly ws: PlainRef;

  constructor(sub: string, site: CallSite) {
    this.sub = sub;
    this.site = site;
    const offer = (property: string, scheme: (context: TextContext) => string) =>
      plainRef({
        label: `host(${sub === "" ? "" : JSON.stringify(sub)}).${property}`,
        touches: [],
        parts: (context, use) => [scheme(context) + hostName(this, context, use)],
      });
    this.name = offer("name", () => "");
    this.url = offer("url", (context) => (context.isPlain(this) ? "http://" : "https://"));
    this.ws = offer("ws", (context) => (context.isPlain(this) ? "ws://" : "wss://"));
  }

  serves(
    target: Target | { readonly [path: `/${string}`]: Target },
    under: readonly string[] = ["/"],
  ): Route {
    const one = isComponent(target) || "portName" in target;
    const paths = one ? Object.fromEntries(under.map((path) => [path, target])) : target;
    return asValue({ host: this, paths: paths as Route["paths"] });
  }
}

/**
 * A public host name: `host()` is the environment's domain itself, `host("api")` a name under it,
 * `host("*")` every other name under it.
 *
 * @example
 * const api = host("api");
 * api.serves({ "/": backend, "/ws": backend.at("ws") });
 */
export function host(sub = ""): Host {
  const site = callSite(host);
  if (sub !== "" && sub !== "*") {
    const problem = hostProblem(`${sub}.example.org`);
    if (problem !== undefined)
      fail({ message: `host("${sub}"): ${problem}`, where: site.where(), instead: 'host("api")' });
  }
  return Object.freeze(new PublicHost(sub, site));
}

/**
 * Several public host names at once.
 *
 * @example
 * const [apex, www, api] = hosts("", "www", "api");
 */
export function hosts<const S extends readonly string[]>(
  ...subs: S
): { readonly [K in keyof S]: Host } {
  return subs.map((sub) => host(sub)) as unknown as { readonly [K in keyof S]: Host };
}

export function isHost(value: unknown): value is Host {
  return value instanceof PublicHost;
}

/** The whole name in an environment. */
export function hostName(
  of: Host,
  context: Pick<TextContext, "domain">,
  use: CallSite = of.site,
): string {
  const domain = context.domain(use);
  return of.sub === "" ? domain : `${of.sub}.${domain}`;
}

/** Where a browser's page comes from: a host of this platform, or an address such as `"https://shop.example"`. */
export const anOrigin = either(
  syntax("an origin", (text) =>
    /^https?:\/\/[^/]+$/.test(text)
      ? undefined
      : `${JSON.stringify(text)} is no origin; write "https://shop.example"`,
  ),
  { says: "a host()", accepts: isHost, test: () => {} },
);
