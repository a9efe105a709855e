import { dns1123LabelProblem, dns1123SubdomainProblem } from "../kubernetes/names.ts";
import type { AnyObject, KubernetesObject } from "../kubernetes/types/index.ts";
import { minorOf, NEWEST_MINOR, OLDEST_MINOR } from "../kubernetes/versions.ts";
import { type GatewayOptions, gatewayCheck } from "./gateway.ts";
import { aSpread, type Spread } from "./options/scheduling.ts";
import {
  aCpu,
  aLabel,
  anObjectName,
  aQuantity,
  type Bytes,
  type Cidr,
  type Cpu,
  cidrs,
  labels,
  texts,
} from "./options/values.ts";
import { aPatch, type Patch } from "./patch.ts";
import { aRawObject } from "./plain-data.ts";
import { aSecretStore, type SecretStore } from "./secret-store.ts";
import {
  aBoolean,
  anything,
  aString,
  type Check,
  either,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
  syntax,
  whole,
} from "./shape.ts";
import { type CallSite, callSite } from "./where.ts";

/** The components of a platform, by the names that environments change them under. */
export type Components = Readonly<Record<string, OverridableComponent>>;

interface OverridableComponent {
  readonly name: string;
  readonly "~override"?: unknown;
}

/** What an environment may change of each component; `false` leaves one out. */
export type Overrides<C> = {
  readonly [K in keyof C]?: C[K] extends { readonly "~override"?: infer O }
    ? Exclude<O, undefined>
    : never;
};

/** Where own images come from. */
export interface Images {
  /** Goes before the path: `"gcr.io"`. */
  readonly registry?: string;
  readonly tag: string;
}

/** How much the namespace may ask for in all. */
export interface Quota {
  /** CPU requests, such as `20`. */
  readonly cpu: Cpu;
  /** Memory requests, such as `"40Gi"`. */
  readonly memory: Bytes;
  readonly pods: number;
}

/** What the cluster around the platform looks like. */
export interface Cluster {
  /** The minor version that must accept the objects. Default: `"1.36"`. */
  readonly kubernetes?: `1.${number}`;
  /** The context of the kubeconfig that this environment belongs to: `slipway deploy` stops for any other. Default: any. */
  readonly context?: string;
  /** The ingress controller. Default: class `nginx`, pods `app.kubernetes.io/name: ingress-nginx` in namespace `ingress-nginx`. */
  readonly ingress?: {
    readonly class?: string;
    readonly namespace?: string;
    readonly pods?: Readonly<Record<string, string>>;
  };
  /** Gateway API, served by Envoy Gateway, in place of Ingress objects: `{}` or what differs from its defaults. */
  readonly gateway?: GatewayOptions;
  /** Where Prometheus runs. Default: namespace `monitoring`, pods `app.kubernetes.io/name: prometheus`. */
  readonly monitoring?: {
    readonly namespace?: string;
    readonly pods?: Readonly<Record<string, string>>;
    /** Labels by which Prometheus finds monitors and rules. Default: none. */
    readonly labels?: Readonly<Record<string, string>>;
  };
  /** Where the CloudNativePG operator runs. Default: namespace `cnpg-system`, pods `app.kubernetes.io/name: cloudnative-pg`. */
  readonly cloudNativePg?: {
    readonly namespace?: string;
    readonly pods?: Readonly<Record<string, string>>;
  };
  /** Metrics of pods that the cluster serves to autoscalers already, beside those of `podMetrics()`: `["queue_length"]`. */
  readonly podMetrics?: readonly string[];
  /** The addresses of the API server, for programs with `access`. Default: every address, on 443 and 6443. */
  readonly apiServer?: readonly Cidr[];
}

/** The level of the Pod Security Standards that the namespace enforces. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

/** One place where the platform runs. */
export interface Environment<C> {
  readonly namespace: string;
  /** The public domain; hosts are names under it. */
  readonly domain?: string;
  /** Goes before the name of every object in the namespace: `"dev-"`. Labels have none: the namespace tells their pods apart. */
  readonly prefix?: string;
  /** Registry and tag of the images you build. */
  readonly images?: Images;
  /** Where secrets come from: `existing()`, `generated()`, `externalSecrets(…)`, `dotenv(…)`, `sealedSecrets(…)` or `sops(…)`. Default: existing. */
  readonly secrets?: SecretStore;
  /** How replicas keep apart, unless a component says otherwise. Default: `"prefer"`. */
  readonly spread?: Spread;
  /** Default: the platform's. */
  readonly quota?: Quota | false;
  /** Default: the platform's, else `"restricted"`. */
  readonly podSecurity?: PodSecurity;
  readonly cluster?: Cluster;
  /** `slipway deploy` asks before it does what can hurt here, and without a terminal needs `--yes`. Default: false. */
  readonly protected?: boolean;
  /** What differs here, by component; `false` leaves one out. */
  readonly components?: Overrides<C>;
  /** Further objects, only here. */
  readonly objects?: readonly (KubernetesObject | AnyObject)[];
  /** Changes of rendered objects, only here. */
  readonly patches?: readonly Patch[];
}

/**
 * An environment written in a file of its own, with the same checks as in place.
 *
 * @example
 * export const staging = environment(components, { namespace: "shop-staging", components: { api: { scale: 2 } } });
 */
export function environment<C extends Components>(
  _components: C,
  options: Environment<NoInfer<C>>,
): Environment<C> {
  sites.set(options, callSite(environment));
  return options;
}

const sites = new WeakMap<object, CallSite>();

/** Where `environment()` was called for these options; nothing where they are written in place. */
export function environmentSite(options: object): CallSite | undefined {
  return sites.get(options);
}

const clusterOptions = objectOf<Cluster>({
  kubernetes: optional(
    syntax('a version such as "1.36"', (text) =>
      minorOf(text) === undefined
        ? `${JSON.stringify(text)} is not known; write "1.${OLDEST_MINOR}" to "1.${NEWEST_MINOR}"`
        : undefined,
    ),
  ),
  context: optional(aString),
  ingress: optional(
    objectOf<NonNullable<Cluster["ingress"]>>({
      class: optional(anObjectName),
      namespace: optional(aLabel),
      pods: optional(labels),
    }),
  ),
  gateway: optional(gatewayCheck),
  monitoring: optional(
    objectOf<NonNullable<Cluster["monitoring"]>>({
      namespace: optional(aLabel),
      pods: optional(labels),
      labels: optional(labels),
    }),
  ),
  cloudNativePg: optional(
    objectOf<NonNullable<Cluster["cloudNativePg"]>>({
      namespace: optional(aLabel),
      pods: optional(labels),
    }),
  ),
  podMetrics: optional(texts),
  apiServer: optional(cidrs),
});

const clusterCheck: Check = {
  ...clusterOptions,
  test: (value, path, report, partial) => {
    clusterOptions.test(value, path, report, partial);
    const { ingress, gateway } = value as Cluster;
    if (ingress === undefined || gateway === undefined) return;
    report([...path, "ingress"], "has no effect: the gateway takes its place", "one of the two");
  },
};

export const quotaCheck = objectOf<Quota>({ cpu: aCpu, memory: aQuantity, pods: whole(1) });
export const aPodSecurity = literal("restricted", "baseline", "privileged");

/** How the fields of an environment are checked; its changes of components are checked with these. */
export const environmentCheck = objectOf<Environment<unknown>>({
  namespace: aLabel,
  domain: optional(syntax('a domain such as "shop.example"', dns1123SubdomainProblem)),
  prefix: optional(
    syntax('the beginning of a name, such as "dev-"', (text) => dns1123LabelProblem(`${text}x`)),
  ),
  images: optional(objectOf<Images>({ registry: optional(aString), tag: aString })),
  secrets: optional(aSecretStore),
  spread: optional(aSpread),
  quota: optional(either(literal(false), quotaCheck)),
  podSecurity: optional(aPodSecurity),
  cluster: optional(clusterCheck),
  protected: optional(aBoolean),
  components: optional(mapOf(anything)),
  objects: optional(listOf(aRawObject)),
  patches: optional(listOf(aPatch)),
});
