import { didYouMean } from "../closest.ts";
import { configKeyProblem } from "../kubernetes/names.ts";
import { fail } from "../problem.ts";
import { type AnyComponent, type Component, defineComponent, definitionOf } from "./component.ts";
import { aRecipe, type Recipe } from "./generate.ts";
import { type SecretRef, secretRef } from "./reference.ts";
import { aSecretStore, type SecretStore } from "./secret-store.ts";
import {
  aBoolean,
  aString,
  either,
  listOf,
  literal,
  mapOf,
  objectOf,
  optional,
  someOf,
  syntax,
} from "./shape.ts";
import { callSite } from "./where.ts";

/** The type of the Secret object; programs such as the kubelet ask for some of them. */
export type SecretType =
  | "Opaque"
  | "kubernetes.io/dockerconfigjson"
  | "kubernetes.io/tls"
  | "kubernetes.io/ssh-auth";

export interface SecretOptions<K extends string = string> {
  /** Default: `"Opaque"`. */
  readonly type?: SecretType;
  /** Where this one comes from, when not from the environment's store. */
  readonly from?: SecretStore;
  /**
   * Programs start without the whole secret (`true`), or without the keys of a list. A secret that is
   * optional as a whole is taken as existing unless `from` says otherwise.
   */
  readonly optional?: boolean | readonly K[];
  /** How values are made up that nobody gives; not where secrets are `existing()` or `externalSecrets(…)`. */
  readonly generate?: { readonly [P in K]?: Recipe<K> };
  /** The name is kept as it is, without the environment's prefix. Default: `false`. */
  readonly exact?: boolean;
}

export interface SecretDefinition extends Omit<SecretOptions, "generate"> {
  readonly keys: readonly string[];
  readonly generate?: Readonly<Record<string, Recipe>>;
}

/** What an environment may change of a secret. */
export interface SecretOverride {
  /** Where this one comes from in this environment. */
  readonly from?: SecretStore;
}

/** A Secret by name and keys; its values are never written down. */
export interface Secret<K extends string = string>
  extends Component<SecretOverride | false, "ExternalSecret" | "SealedSecret"> {
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
  options: SecretOptions<NoInfer<K>> = {},
): Secret<K> {
  const site = callSite(secret);
  const definition = { ...options, keys } as SecretDefinition;
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

/** Whether it is a secret whose name takes no prefix. */
export function isExact(component: AnyComponent): boolean {
  const { sort, options } = definitionOf<SecretDefinition>(component);
  return sort === "secret" && options.exact === true;
}

/**
 * The login to an image registry: a Secret of type kubernetes.io/dockerconfigjson, for the platform's `pull`.
 * It cannot be made up; where secrets are `generated()` somebody must have put it there.
 */
export function registryLogin(name: string): Secret<".dockerconfigjson"> {
  return secret(name, [".dockerconfigjson"], { type: "kubernetes.io/dockerconfigjson" });
}

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
  optional: optional(either(aBoolean, listOf(aString, "a list of its keys"))),
  generate: optional(mapOf(aRecipe)),
  exact: optional(aBoolean),
});
