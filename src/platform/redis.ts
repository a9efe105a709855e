import { fail } from "../problem.ts";
import { type Component, defineComponent } from "./component.ts";
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
 * A Redis server: one in a StatefulSet.
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
    const now = (context: TextContext, use: CallSite) => context.options<RedisOptions>(self, use);
    const host = (context: TextContext, use: CallSite) =>
      now(context, use).external?.host ?? context.service(self);
    const port = (context: TextContext, use: CallSite) =>
      String(now(context, use).external?.port ?? 6379);
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
      return make({
        label: number === 0 ? `${name}.url` : `${name}.db(${number})`,
        touches,
        parts: (context, use) => {
          const { password } = now(context, use);
          const login = password ? [":", ...partsOf(password, context, use), "@"] : [];
          return ["redis://", ...login, `${host(context, use)}:${port(context, use)}/${number}`];
        },
      });
    };
    const plain = (property: string, read: (context: TextContext, use: CallSite) => string) =>
      plainRef({
        label: `${name}.${property}`,
        touches,
        parts: (context, use) => [read(context, use)],
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
