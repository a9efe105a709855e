import { sortOf } from "../component.ts";
import type { Config } from "../config.ts";
import { anImage, type Image } from "../image.ts";
import type { EnvValue } from "../reference.ts";
import type { Secret } from "../secret.ts";
import {
  aBoolean,
  type Check,
  either,
  isPlainObject,
  listOf,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
  whole,
} from "../shape.ts";
import { asValue } from "../value.ts";
import { aScratch, type Scratch, type Volume, type VolumeView } from "../volume.ts";
import { aComponent, aCpu, anEnv, aQuantity, type Bytes, type Cpu, texts } from "./values.ts";

/** What a container asks for, and what it may use at most. */
export type Range<T> =
  | readonly [request: T, limit: T]
  | { readonly request: T; readonly limit?: T };

/** CPU and memory of a container: `{ cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] }`. */
export interface Resources {
  /** CPU asked for and CPU at most: `["500m", "1"]`. Without a limit: `{ request: "500m" }`. */
  readonly cpu: Range<Cpu>;
  /** Memory asked for and memory at most: `["512Mi", "1Gi"]`. */
  readonly memory: Range<Bytes>;
}

/** Environment variables by name; the names are yours, nothing is set behind your back. */
export type Env = Readonly<Record<string, EnvValue>>;

/** What may be mounted at a path. */
export type Mount = Volume | VolumeView | Config | Secret | Scratch;

/** Files and folders by the absolute path where the program finds them. */
export type Mounts = { readonly [path: `/${string}`]: Mount };

export interface Security {
  /** The user id that the program runs as; never 0. Default: `1000`. */
  readonly user?: number;
  /** The group id. Default: the user id. */
  readonly group?: number;
  /** The group that owns the volumes. Default: the group id. */
  readonly volumeGroup?: number;
  /** Nothing but mounts can be written to. Default: `true`; add `scratch()` where the program writes. */
  readonly readOnlyRoot?: boolean;
  /** Linux capabilities the program keeps; all others are dropped. Pod Security "restricted" allows `NET_BIND_SERVICE` alone. */
  readonly capabilities?: readonly string[];
}

/** What every container has. */
export interface ContainerOptions {
  /** `image("team/program")`, or an exact text such as `"redis:7-alpine"`. */
  readonly image: Image | string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  /** Arguments of the entrypoint. */
  readonly args?: readonly string[];
  /** Environment variables. References open the network path to what they name. */
  readonly env?: Env;
  /** Configs and secrets whose keys all become environment variables. */
  readonly envFrom?: readonly (Config | Secret)[];
  /** What the program finds at which path. */
  readonly mounts?: Mounts;
  /** CPU and memory: `{ cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] }`. */
  readonly resources: Resources;
}

/** A step that prepares one pod before its program starts. What it leaves out is the program's own. */
export interface InitStep {
  readonly image?: Image | string;
  readonly command: readonly string[];
  readonly env?: Env;
  readonly mounts?: Mounts;
  readonly resources?: Resources;
}

/** A helper that runs beside the program in every pod, from before it starts until after it stops. */
export interface Sidecar extends ContainerOptions {
  /** Ports it listens on, by name. */
  readonly ports?: Readonly<Record<string, number>>;
}

const range = (amount: Check): Check =>
  either(
    {
      says: 'a pair [request, limit] such as ["500m", "1"]',
      accepts: Array.isArray,
      test: (value, path, report, partial) => {
        const pair = value as unknown[];
        if (pair.length !== 2) report(path, "needs two amounts: [request, limit]");
        else listOf(amount).test(pair, path, report, partial);
      },
    },
    objectOf<{ request: unknown; limit?: unknown }>({
      request: amount as never,
      limit: optional(amount),
    }),
  );

const resourcesShape: ShapeOf<Resources> = { cpu: range(aCpu), memory: range(aQuantity) };
export const resourcesCheck = objectOf(
  resourcesShape,
  '{ cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] }',
);

const aVolumeView: Check = {
  says: "a volume's .readOnly",
  accepts: (value) => isPlainObject(value) && "volume" in value && value["readOnly"] === true,
  test: () => {},
};
const aMount = either(
  aComponent("a volume, config, secret or scratch()", "volume", "config", "secret"),
  aVolumeView,
  aScratch,
);
const mountsCheck = mapOf(aMount, (path) =>
  path.startsWith("/") ? undefined : `is no absolute path: write "/${path}"`,
);

export const securityCheck = objectOf<Security>({
  user: optional(whole(1)),
  group: optional(whole(0)),
  volumeGroup: optional(whole(0)),
  readOnlyRoot: optional(aBoolean),
  capabilities: optional(texts),
});

export const containerShape: ShapeOf<ContainerOptions> = {
  image: anImage,
  command: optional(texts),
  args: optional(texts),
  env: optional(anEnv),
  envFrom: optional(listOf(aComponent("a config or a secret", "config", "secret"))),
  mounts: optional(mountsCheck),
  resources: resourcesCheck,
};

const initStepCheck = objectOf<InitStep>({
  image: optional(anImage),
  command: texts,
  env: optional(anEnv),
  mounts: optional(mountsCheck),
  resources: optional(resourcesCheck),
});
const sidecarCheck = objectOf<Sidecar>({
  ...containerShape,
  ports: optional(mapOf(whole(1, 65535))),
});
export const initCheck = mapOf(initStepCheck);
export const sidecarsCheck = mapOf(sidecarCheck);

/** One permission in the platform's namespace; see `allow()`. */
export interface Access {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly group: string;
}

export interface AllowOptions {
  /** The API group of the resources. Default: `""`, the core group. */
  readonly group?: string;
}

/**
 * Lets a program use the Kubernetes API of its own namespace. Name configs and secrets themselves to
 * grant those alone.
 *
 * @example
 * access: [allow(["get"], [settings, login]), allow(["get", "list"], ["pods"])]
 */
export function allow(
  verbs: readonly string[],
  resources: readonly (string | Config | Secret)[],
  options: AllowOptions = {},
): Access {
  const plain = resources.filter((resource) => typeof resource === "string");
  const named = resources.filter((resource) => typeof resource !== "string");
  const kinds = named.map((resource) => (sortOf(resource) === "config" ? "configmaps" : "secrets"));
  return asValue({
    verbs,
    resources: [...plain, ...new Set(kinds)],
    names: named.map((resource) => resource.name),
    group: options.group ?? "",
  });
}

export const accessCheck = listOf({
  says: "allow(verbs, resources)",
  accepts: (value) => isPlainObject(value) && Array.isArray(value["verbs"]),
  test: () => {},
});
