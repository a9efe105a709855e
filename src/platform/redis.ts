import { fail } from "../problem.ts";
import { type Component, defineComponent } from "./component.ts";
import { hostOutside, isUrl } from "./external-store.ts";
import type { Override } from "./options/override.ts";
import { aSecretValue } from "./options/values.ts";
import {
  type PlainRef,
  plainRef,
  type SecretRef,
  secretRef,
  type TextContext,
} from "./reference.ts";
import {
  aNumber,
  aString,
  either,
  literal,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
} from "./shape.ts";
import { type StoreOptions, storeShape } from "./store.ts";
import { partsOf } from "./text.ts";
import { type CallSite, callSite } from "./where.ts";

export interface RedisOptions extends StoreOptions {
  /** The tag of the official image: `"7-alpine"`. */
  readonly version: string;
  /** The password, as the key of a secret; `false` for none. Only characters that need no escape in an address. */
  readonly password: SecretRef | false;
  /** Lines of redis.conf: `{ maxmemory: "384mb", appendonly: "yes" }`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** What an environment may change of a redis. */
export interface RedisOverride extends Override<RedisOptions> {}

type Kinds =
  | "CronJob"
  | "StatefulSet"
  | "Deployment"
  | "Service"
  | "ConfigMap"
  | "ServiceMonitor"
  | "NetworkPolicy"
  | "ServiceAccount";

/** A Redis server with its storage, configuration and exporter; or one outside the cluster. */
export interface Redis<Url extends PlainRef | SecretRef = SecretRef>
  extends Component<RedisOverride | false, Kinds> {
  /** `redis://:password@redis:6379/0`; secret where it has a password. */
  readonly url: Url;
  /** The address of one numbered database: `cache.db(1)`. */
  db(number: number): Url;
  readonly host: PlainRef;
  readonly port: PlainRef;
}

/**
 * A Redis server: one in a StatefulSet, or in a Deployment. An environment may put a server outside
 * the cluster in its place; `cache.url` and the others stay the same.
 *
 * @example
 * const cache = redis("redis", { version: "7-alpine", password: login.key("REDIS_PASSWORD"), storage, resources });
 * const env = { CELERY_BROKER_URL: cache.db(1) };
 */
export function redis(
  name: string,
  options: RedisOptions & { readonly password: false },
): Redis<PlainRef>;
export function redis(name: string, options: RedisOptions): Redis;
export function redis(name: string, options: RedisOptions): Redis<PlainRef | SecretRef> {
  const site = callSite(redis);
  const definition = { sort: "redis" as const, name, options, site };
  return defineComponent<Redis<PlainRef | SecretRef>, RedisOptions>(definition, (self) => {
    const touches = [{ component: self, port: "redis" }];
    /** The options where the parts of the address are known, with the server outside. */
    const now = (part: string, context: TextContext, use: CallSite) => {
      const options = context.options<RedisOptions>(self, use);
      const { external } = options;
      const outside = external && hostOutside(external, `${name}.${part}`, context, use);
      return { ...options, outside };
    };
    const host = (part: string, context: TextContext, use: CallSite) =>
      now(part, context, use).outside?.host ?? context.service(self);
    const port = (part: string, context: TextContext, use: CallSite) =>
      String(now(part, context, use).outside?.port ?? 6379);
    const make: (meaning: Parameters<typeof plainRef>[0]) => PlainRef | SecretRef = options.password
      ? secretRef
      : plainRef;
    const db = (number: number) => {
      if (!Number.isInteger(number) || number < 0) {
        fail({
          message: `${name}.db(${number}): databases are numbered from 0`,
          where: callSite(db).where(),
          instead: `${name}.db(1)`,
        });
      }
      const part = number === 0 ? "url" : `db(${number})`;
      return make({
        label: `${name}.${part}`,
        touches,
        parts: (context, use) => {
          const { external } = context.options<RedisOptions>(self, use);
          if (number === 0 && external && isUrl(external))
            return partsOf(external.url, context, use);
          const { password } = now(part, context, use);
          const login = password ? [":", ...partsOf(password, context, use), "@"] : [];
          const place = `${host(part, context, use)}:${port(part, context, use)}`;
          return ["redis://", ...login, `${place}/${number}`];
        },
      });
    };
    const plain = (
      property: string,
      read: (part: string, context: TextContext, use: CallSite) => string,
    ) =>
      plainRef({
        label: `${name}.${property}`,
        touches,
        parts: (context, use) => [read(property, context, use)],
      });
    return { url: db(0), db, host: plain("host", host), port: plain("port", port) };
  });
}

const shape: ShapeOf<RedisOptions> = {
  ...storeShape,
  version: aString,
  password: either(aSecretValue, literal(false)),
  settings: optional(mapOf(either(aString, aNumber))),
};
export const redisCheck = objectOf(shape);
