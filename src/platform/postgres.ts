import { aUserName, type CloudNativePg, cloudNativePgCheck, made } from "./cloudnative-pg.ts";
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
import { secret } from "./secret.ts";
import { existing } from "./secret-store.ts";
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
  /** The user who owns it: a name such as `"shop"`, or the key of a secret. */
  readonly user: string | SecretRef;
  /** The user's password, as the key of a secret. Only characters that need no escape in an address. */
  readonly password: SecretRef;
  /** Lines of postgresql.conf: `{ max_connections: 200, shared_buffers: "256MB" }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Lines of pg_hba.conf. Default: local connections, and scram-sha-256 for everybody else. With `cloudNativePg` the operator's own lines stay around them. */
  readonly hba?: readonly string[];
  /**
   * Servers of the CloudNativePG operator instead: each with storage like `storage`, with `resources`,
   * `settings` and `hba`; metrics under the operator's names; user and password from the operator's Secret.
   */
  readonly cloudNativePg?: CloudNativePg;
}

/** What an environment may change of a postgres. */
export interface PostgresOverride extends Override<PostgresOptions> {}

type Kinds =
  | "StatefulSet"
  | "Deployment"
  | "Cluster"
  | "Service"
  | "ConfigMap"
  | "CronJob"
  | "ServiceMonitor"
  | "PodMonitor"
  | "NetworkPolicy"
  | "ServiceAccount";

/** A PostgreSQL server with its storage, configuration, exporter and backup; a Cluster of CloudNativePG; or one outside the cluster. */
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
 * A PostgreSQL server: one primary in a StatefulSet. An environment may put a server outside the
 * cluster, or a Cluster of CloudNativePG, in its place; `db.url` and the others stay the same.
 *
 * @example
 * const db = postgres("postgres", {
 *   version: "15-alpine", storage: volume("postgres-pvc", { size: "100Gi" }),
 *   user: login.key("POSTGRES_USER"), password: login.key("POSTGRES_PASSWORD"),
 *   resources: { cpu: ["500m", "1"], memory: ["512Mi", "1Gi"] },
 * });
 * const changes = {
 *   staging: { cloudNativePg: { instances: 3 } },
 *   production: { external: { host: "db.example.org" } },
 * };
 */
export function postgres(name: string, options: PostgresOptions): Postgres {
  const site = callSite(postgres);
  return defineComponent<Postgres, PostgresOptions>(
    { sort: "postgres", name, options, site },
    (self) => {
      const touches = [{ component: self, port: "postgres" }];
      const ofOperator = secret(made.secret(name), ["username", "password"], { from: existing() });
      /** The options where the parts of the address are known, with the server outside. */
      const now = (part: string, context: TextContext, use: CallSite) => {
        const options = context.options<PostgresOptions>(self, use);
        const { external } = options;
        const outside = external && hostOutside(external, `${name}.${part}`, context, use);
        return { ...options, outside };
      };
      const host = (context: TextContext, use: CallSite) =>
        now("host", context, use).outside?.host ?? context.service(self);
      const port = (context: TextContext, use: CallSite) =>
        String(now("port", context, use).outside?.port ?? 5432);
      const database = (context: TextContext, use: CallSite) =>
        now("database", context, use).database ?? context.platform;
      const login = (part: "user" | "password") => (context: TextContext, use: CallSite) => {
        const options = now(part, context, use);
        const key = part === "user" ? "username" : part;
        const given = options.cloudNativePg ? ofOperator.key(key) : options[part];
        return partsOf(given, context, use);
      };
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
          parts: (context, use) => {
            const { external } = context.options<PostgresOptions>(self, use);
            if (external && isUrl(external)) return partsOf(external.url, context, use);
            return [
              "postgresql://",
              ...login("user")(context, use),
              ":",
              ...login("password")(context, use),
              `@${host(context, use)}:${port(context, use)}/${database(context, use)}`,
            ];
          },
        }),
        host: plain("host", host),
        port: plain("port", port),
        database: plain("database", database),
        user: secretRef({
          label: `${name}.user`,
          touches: [],
          uses: [self],
          parts: login("user"),
        }),
        password: secretRef({
          label: `${name}.password`,
          touches: [],
          uses: [self],
          parts: login("password"),
        }),
      };
    },
  );
}

const shape: ShapeOf<PostgresOptions> = {
  ...storeShape,
  version: aString,
  database: optional(aString),
  user: either(aUserName, aSecretValue),
  password: aSecretValue,
  settings: optional(mapOf(either(aString, aNumber, aBoolean))),
  hba: optional(listOf(aString)),
  cloudNativePg: optional(cloudNativePgCheck),
};
export const postgresCheck = objectOf(shape);
