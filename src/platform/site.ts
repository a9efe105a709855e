import { type Address, type Endpoint, isAddress } from "./address.ts";
import {
  type AnyComponent,
  type Component,
  defineComponent,
  definitionOf,
  isComponent,
  sortOf,
} from "./component.ts";
import { anOrigin, type Host } from "./host.ts";
import type { Override } from "./options/override.ts";
import { type ServiceOptions, serviceCheck } from "./options/services.ts";
import {
  aComponent,
  aDuration,
  aPath,
  aPlainValue,
  aPortNumber,
  aQuantity,
  type Bytes,
  type Duration,
} from "./options/values.ts";
import { type ScalableOptions, scalableShape } from "./options/workload.ts";
import { endpoint, type Web } from "./programs.ts";
import type { PlainValue } from "./reference.ts";
import { aBoolean, aString, type Check, listOf, mapOf, objectOf, optional } from "./shape.ts";
import type { Volume } from "./volume.ts";
import { callSite } from "./where.ts";

/** A web component, or one of its ports: what a request can be handed to. */
export type Target = Web | Site | Address;

/** A front end of static files behind nginx, whose configuration is written for it. */
export interface SiteOptions extends Omit<ScalableOptions<"http">, "metrics"> {
  /** The port nginx listens on. Default: `8080`. */
  readonly port?: number;
  /** The first Service's name and ports. */
  readonly service?: ServiceOptions;
  /** The folder of the built files in the image. Default: `"/usr/share/nginx/html"`. */
  readonly root?: string;
  /** Paths that nginx hands on: `{ "/api/": backend }`. WebSockets and streams pass. */
  readonly proxy?: { readonly [path: `/${string}`]: Target };
  /** How long a handed-on request may stay silent. Default: `"60s"`. */
  readonly timeout?: Duration;
  /** The largest request body. Default: `"1Mi"`. */
  readonly bodySize?: Bytes;
  /** Response headers, beside the usual ones for safety; an empty text takes one out. */
  readonly headers?: Readonly<Record<string, PlainValue>>;
  /** Origins whose pages may load these files and call what is handed on. */
  readonly cors?: readonly (Host | string)[];
  /** Send requests that came without TLS to https. Default: `true`, unless no ingress that leads here has `tls`. */
  readonly httpsOnly?: boolean;
  /** A volume that keeps the access logs, one file for each pod. They always go to the pod's own log too. */
  readonly logs?: Volume;
}

/** What an environment may change of a site. */
export interface SiteOverride extends Override<SiteOptions> {}

export interface Site
  extends Component<
      SiteOverride | false,
      | "Deployment"
      | "Service"
      | "ConfigMap"
      | "ServiceAccount"
      | "HorizontalPodAutoscaler"
      | "PodDisruptionBudget"
      | "VerticalPodAutoscaler"
      | "NetworkPolicy"
    >,
    Endpoint {
  at(port: "http"): Address;
}

/**
 * A front end of static files behind nginx: single-page fallback, compression, safe headers, and
 * paths handed on to other components.
 *
 * @example
 * const frontend = site("frontend", { image: image("shop/web"), proxy: { "/api/": api }, resources, scale: 2 });
 */
export function site(name: string, options: SiteOptions): Site {
  return defineComponent<Site, SiteOptions>(
    { sort: "site", name, options, site: callSite(site) },
    (self) => endpoint(self, { http: options.port ?? 8080 }),
  );
}

export const aTarget: Check = {
  says: 'a web component, a site, or one of its ports: backend.at("ws")',
  accepts: (value) => ["web", "site"].includes(sortOf(value) ?? "") || isAddress(value),
  test: () => {},
};

/** The component and the port name of a target. */
export function targetOf(target: Target): { component: AnyComponent; port: string } {
  if (!isComponent(target)) return { component: target.component, port: target.portName };
  const { port } = definitionOf<{ port?: number | Record<string, number> }>(target).options;
  const first = typeof port === "object" ? Object.keys(port)[0] : undefined;
  return { component: target, port: first ?? "http" };
}

const { metrics: _metrics, ...shape } = scalableShape;
export const siteCheck = objectOf<SiteOptions>({
  ...shape,
  port: optional(aPortNumber),
  service: optional(serviceCheck),
  root: optional(aString),
  proxy: optional(mapOf(aTarget, aPath.problem)),
  timeout: optional(aDuration),
  bodySize: optional(aQuantity),
  headers: optional(mapOf(aPlainValue)),
  cors: optional(listOf(anOrigin)),
  httpsOnly: optional(aBoolean),
  logs: optional(aComponent("a volume", "volume")),
});
