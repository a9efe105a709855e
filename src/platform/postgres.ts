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
  aBoolean,
  aNumber,
  aString,
  either,
  listOf,
  mapOf,
  objectOf,
  optional,
  type ShapeOf,
} from "./shape.ts";
import { type StoreOptions, storeShape } from "./store.ts";
import { partsOf } from "./text.ts";
import { type CallSite, callSite } from "./where.ts";

export interface PostgresOptions extends StoreOptions {
  /** The tag of the official image: `"15-alpine"`. */
  readonly version: string;
  /** The database that is made at first start. Default: the platform's name. */
  readonly database?: string;
  /** The user who owns it, as the key of a secret. */
  readonly user: SecretRef;
  /** The user's password, as the key of a secret. Only characters that need no escape in an address. */
  readonly password: SecretRef;
  /** Lines of postgresql.conf: `{ max_connections: 200, shared_buffers: "256MB" }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Lines of pg_hba.conf. Default: local connections, and scram-sha-256 for everybody else. */
  readonly hba?: readonly string[];
}

/** What an environment may change of a postgres. */
export interface PostgresOverride extends Override<PostgresOptions> {}

type Kinds =
  | "StatefulSet"
  | "Service"
  | "ConfigMap"
  | "CronJob"
  | "ServiceMonitor"
  | "NetworkPolicy"
  | "ServiceAccount";

/** A PostgreSQL server with its storage, configuration, exporter and backup; or one outside the cluster. */
export interface Postgres extends Component<PostgresOverride | false, Kinds> {
  /** `postgresql://user:password@postgres:5432/database`; secret. */
  readonly url: SecretRef;
  /** The name of its Service. */
  readonly host: PlainRef;
  readonly port: PlainRef;
  readonly database: PlainRef;
  readonly user: SecretRef;
  readonly password: SecretRef;
}

/**
 * A PostgreSQL server: one primary in a StatefulSet.
 *
 * @example
 * const db = postgres("postgres", {
 *   version: "15-alpine", storage: volume("postgres-pvc", { size: "100Gi" }),
 *   user: login.key("POSTGRES_USER"), password: login.key("POSTGRES_PASSWORD"),
 *   resources: { cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] },
 * });
 */
export function postgres(name: string, options: PostgresOptions): Postgres {
  const site = callSite(postgres);
  return defineComponent<Postgres, PostgresOptions>(
    { sort: "postgres", name, options, site },
    (self) => {
      const touches = [{ component: self, port: "postgres" }];
      const now = (context: TextContext, use: CallSite) =>
        context.options<PostgresOptions>(self, use);
      const host = (context: TextContext, use: CallSite) =>
        now(context, use).external?.host ?? context.service(self);
      const port = (context: TextContext, use: CallSite) =>
        String(now(context, use).external?.port ?? 5432);
      const database = (context: TextContext, use: CallSite) =>
        now(context, use).database ?? context.platform;
      const plain = (property: string, read: (context: TextContext, use: CallSite) => string) =>
        plainRef({
          label: `${name}.${property}`,
          touches,
          parts: (context, use) => [read(context, use)],
        });
      return {
        url: secretRef({
          label: `${name}.url`,
          touches,
          parts: (context, use) => [
            "postgresql://",
            ...partsOf(now(context, use).user, context, use),
            ":",
            ...partsOf(now(context, use).password, context, use),
            `@${host(context, use)}:${port(context, use)}/${database(context, use)}`,
          ],
        }),
        host: plain("host", host),
        port: plain("port", port),
        database: plain("database", database),
        user: secretRef({
          label: `${name}.user`,
          touches: [],
          uses: [self],
          parts: (c, use) => partsOf(now(c, use).user, c, use),
        }),
        password: secretRef({
          label: `${name}.password`,
          touches: [],
          uses: [self],
          parts: (c, use) => partsOf(now(c, use).password, c, use),
        }),
      };
    },
  );
}

const shape: ShapeOf<PostgresOptions> = {
  ...storeShape,
  version: aString,
  database: optional(aString),
  user: aSecretValue,
  password: aSecretValue,
  settings: optional(mapOf(either(aString, aNumber, aBoolean))),
  hba: optional(listOf(aString)),
};
export const postgresCheck = objectOf(shape);
