import { dns1123LabelProblem } from "../../kubernetes/names.ts";
import { portNameProblem } from "../../kubernetes/ports.ts";
import { parseQuantity, type Quantity, quantityProblem } from "../../kubernetes/quantity.ts";
import { compareQuantities } from "../../kubernetes/quantity-arithmetic.ts";
import type { Config } from "../config.ts";
import { anImage, type Image } from "../image.ts";
import type { EnvValue } from "../reference.ts";
import type { Secret } from "../secret.ts";
import {
  aBoolean,
  aString,
  type Check,
  either,
  isPlainObject,
  listOf,
  mapOf,
  objectOf,
  optional,
  type Path,
  type Report,
  type ShapeOf,
  someOf,
  whole,
} from "../shape.ts";
import { asValue } from "../value.ts";
import { aScratch, type Scratch, type Volume, type VolumeView } from "../volume.ts";
import {
  aCommand,
  aComponent,
  aCpu,
  anEnv,
  aPortNumber,
  aQuantity,
  type Bytes,
  type Cpu,
  texts,
} from "./values.ts";

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

function range(amount: Check): Check {
  const named = objectOf<{ request: unknown; limit?: unknown }>({
    request: amount as never,
    limit: optional(amount),
  });
  return either(
    {
      says: 'a pair [request, limit] such as ["500m", "1"]',
      accepts: Array.isArray,
      test: (value, path, report, partial) => {
        const pair = value as unknown[];
        if (pair.length !== 2) report(path, "needs two amounts: [request, limit]");
        else {
          listOf(amount).test(pair, path, report, partial);
          testOrder(pair[0], pair[1], path, report);
        }
      },
    },
    {
      ...named,
      test: (value, path, report, partial) => {
        named.test(value, path, report, partial);
        const { request, limit } = value as Record<string, unknown>;
        testOrder(request, limit, path, report);
      },
    },
  );
}

function testOrder(request: unknown, limit: unknown, path: Path, report: Report): void {
  const [least, most] = [request, limit].map(quantityOf);
  if (least && most && compareQuantities(least, most) > 0)
    report(path, `the limit ${limit} is below the request ${request}`);
}

function quantityOf(value: unknown): Quantity | undefined {
  const isAmount = typeof value === "string" || typeof value === "number";
  return isAmount && quantityProblem(value) === undefined ? parseQuantity(value) : undefined;
}

const resourcesShape: ShapeOf<Resources> = { cpu: range(aCpu), memory: range(aQuantity) };
export const resourcesCheck = objectOf(
  resourcesShape,
  '{ cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] }',
);

const aVolumeView: Check = {
  says: "a volume's .readOnly",
  accepts: (value) => isPlainObject(value) && "volume" in value && value.readOnly === true,
  test: () => {},
};
const aMount = either(
  aComponent("a volume, config, secret or scratch()", "volume", "config", "secret"),
  aVolumeView,
  aScratch,
);
const mountPaths = mapOf(aMount, (path) => {
  if (!path.startsWith("/")) return `is no absolute path: write "/${path}"`;
  return path.includes(":") ? 'may not contain ":"' : undefined;
});
const mountsCheck: Check = {
  ...mountPaths,
  test: (value, path, report, partial) => {
    mountPaths.test(value, path, report, partial);
    const paths = Object.keys(value as object);
    for (const given of paths) {
      const bare = given.replace(/\/+$/, "");
      if (given !== "/" && bare !== given && paths.includes(bare))
        report([...path, given], `is the same folder as "${bare}"`);
    }
  },
};

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
  command: aCommand,
  env: optional(anEnv),
  mounts: optional(mountsCheck),
  resources: optional(resourcesCheck),
});
const sidecarCheck = objectOf<Sidecar>({
  ...containerShape,
  ports: optional(mapOf(aPortNumber, portNameProblem)),
});
export const initCheck = mapOf(initStepCheck, dns1123LabelProblem);
export const sidecarsCheck = mapOf(sidecarCheck, dns1123LabelProblem);

/** One permission in the platform's namespace; see `allow()`. */
export interface Access {
  readonly verbs: readonly string[];
  readonly resources: readonly (string | Config | Secret)[];
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
  return asValue({ verbs, resources, group: options.group ?? "" });
}

const aResource = either(aString, aComponent("a config or a secret", "config", "secret"));
export const accessCheck = listOf(
  objectOf<Access>(
    { verbs: someOf(aString), resources: someOf(aResource), group: aString },
    "allow(verbs, resources)",
  ),
);
