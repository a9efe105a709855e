import { configKeyProblem } from "../kubernetes/names.ts";
import { didYouMean, fail } from "../problem.ts";
import { type Component, defineComponent } from "./component.ts";
import { aGoDuration, type Duration } from "./options/values.ts";
import { type SecretRef, secretRef } from "./reference.ts";
import {
  aBoolean,
  aString,
  type Check,
  either,
  literal,
  objectOf,
  optional,
  type ShapeOf,
  someOf,
  syntax,
} from "./shape.ts";
import { asValue } from "./value.ts";
import { callSite } from "./where.ts";

/** Where an environment's secrets come from. Their values are never part of what is rendered. */
export type SecretStore = Existing | Generated | ExternalSecrets;

export interface Existing {
  readonly from: "existing";
}
export interface Generated {
  readonly from: "generated";
}
export interface ExternalSecrets extends ExternalSecretsOptions {
  readonly from: "externalSecrets";
}

export interface ExternalSecretsOptions {
  /** The name of the SecretStore of the External Secrets Operator. */
  readonly store: string;
  /** Whether the store serves the whole cluster or this namespace. Default: the cluster. */
  readonly kind?: "ClusterSecretStore" | "SecretStore";
  /** The folder in the store: the key of each remote secret is `path/name-of-the-secret`. */
  readonly path: string;
  /** How often the operator reads the store again. Default: `"1h"`. */
  readonly refresh?: Duration;
}

/** The Secrets are in the cluster already, made by somebody else. */
export function existing(): Existing {
  return asValue({ from: "existing" });
}

/** The deploy makes up random, URL-safe values once and keeps them. */
export function generated(): Generated {
  return asValue({ from: "generated" });
}

/** The External Secrets Operator copies the values from Vault, AWS, GCP or another store. */
export function externalSecrets(options: ExternalSecretsOptions): ExternalSecrets {
  return asValue({ from: "externalSecrets", ...options });
}

/** The type of the Secret object; programs such as the kubelet ask for some of them. */
export type SecretType =
  | "Opaque"
  | "kubernetes.io/dockerconfigjson"
  | "kubernetes.io/tls"
  | "kubernetes.io/ssh-auth";

export interface SecretOptions {
  /** Default: `"Opaque"`. */
  readonly type?: SecretType;
  /** Where this one comes from, when not from the environment's store. */
  readonly from?: SecretStore;
  /** Programs start without it. An optional secret is taken as existing unless `from` says otherwise. */
  readonly optional?: boolean;
}

export interface SecretDefinition extends SecretOptions {
  readonly keys: readonly string[];
}

/** What an environment may change of a secret. */
export interface SecretOverride {
  /** Where this one comes from in this environment. */
  readonly from?: SecretStore;
}

/** A Secret by name and keys; its values are never written down. */
export interface Secret<K extends string = string>
  extends Component<SecretOverride | false, "ExternalSecret"> {
  /** The value of one key, for `env` or wherever a secret is asked for. */
  key(key: K): SecretRef;
}

/**
 * Declares a Secret and the keys that programs count on.
 *
 * @example
 * const login = secret("postgres-credentials", ["POSTGRES_USER", "POSTGRES_PASSWORD"]);
 * const password = login.key("POSTGRES_PASSWORD");
 */
export function secret<const K extends string>(
  name: string,
  keys: readonly K[],
  options: SecretOptions = {},
): Secret<K> {
  const site = callSite(secret);
  const definition: SecretDefinition = { ...options, keys };
  return defineComponent<Secret<K>, SecretDefinition>(
    { sort: "secret", name, options: definition, site },
    (self) => {
      const key = (wanted: K) => {
        if (!keys.includes(wanted)) {
          fail({
            message: `the secret ${name} has no key "${wanted}"`,
            where: callSite(key).where(),
            instead: didYouMean(wanted, keys),
          });
        }
        const parts = [{ secret: self, key: wanted }];
        return secretRef({
          label: `${name}.key("${wanted}")`,
          touches: [],
          uses: [self],
          parts: () => parts,
        });
      };
      return { key };
    },
  );
}

/**
 * The login to an image registry: a Secret of type kubernetes.io/dockerconfigjson, for the platform's `pull`.
 * It cannot be made up; where secrets are `generated()` somebody must have put it there.
 */
export function registryLogin(name: string): Secret<".dockerconfigjson"> {
  return secret(name, [".dockerconfigjson"], { type: "kubernetes.io/dockerconfigjson" });
}

const externalShape: ShapeOf<ExternalSecrets> = {
  from: literal("externalSecrets"),
  store: aString,
  kind: optional(literal("ClusterSecretStore", "SecretStore")),
  path: aString,
  refresh: optional(aGoDuration),
};

export const aSecretStore: Check = either(
  {
    says: "existing() or generated()",
    accepts: (value) => ["existing", "generated"].includes((value as SecretStore)?.from),
    test: () => {},
  },
  { ...objectOf(externalShape, "externalSecrets({ store, path })") },
);

export const secretCheck = objectOf<SecretDefinition>({
  keys: someOf(syntax("a key", configKeyProblem)),
  type: optional(
    literal(
      "Opaque",
      "kubernetes.io/dockerconfigjson",
      "kubernetes.io/tls",
      "kubernetes.io/ssh-auth",
    ),
  ),
  from: optional(aSecretStore),
  optional: optional(aBoolean),
});
