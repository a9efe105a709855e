import { fail } from "../problem.ts";
import { aGoDuration, type Duration } from "./options/values.ts";
import {
  aString,
  type Check,
  either,
  isPlainObject,
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
export type SecretStore =
  | Existing
  | Generated
  | ExternalSecrets
  | Dotenv
  | SealedSecretsStore
  | Sops;

export interface Existing {
  readonly from: "existing";
}
export interface Generated {
  readonly from: "generated";
}
export interface ExternalSecrets extends ExternalSecretsOptions {
  readonly from: "externalSecrets";
}
export interface Dotenv extends DotenvOptions {
  readonly from: "dotenv";
}
export interface SealedSecretsStore extends SealedSecretsOptions {
  readonly from: "sealedSecrets";
}
export interface Sops extends SopsOptions {
  readonly from: "sops";
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

export interface DotenvOptions {
  /** The env file on the operator's machine, seen from the platform file: `".env.production"`. It is never rendered, and belongs into `.gitignore`. */
  readonly file: string;
}

export interface SealedSecretsOptions {
  /** The certificate of the cluster's Sealed Secrets controller as a PEM file, seen from the platform file; `kubeseal --fetch-cert` prints it. */
  readonly certificate: string;
  /** The folder of the encrypted files, seen from the platform file. Default: `"secrets"`. */
  readonly folder?: string;
}

/** Who may decrypt: the public key of an age identity, or of an SSH key. */
export type AgeRecipient = `age1${string}` | `ssh-ed25519 ${string}` | `ssh-rsa ${string}`;

export interface SopsOptions {
  /** Who may decrypt: public keys of age. */
  readonly age: readonly AgeRecipient[];
  /** The folder of the encrypted files, seen from the platform file. Default: `"secrets"`. */
  readonly folder?: string;
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

/**
 * The values are in an env file on the operator's machine, which the deploy sends. It holds lines of
 * `KEY=value` for all the environment's secrets, read as `kubectl create secret --from-env-file` does.
 */
export function dotenv(options: DotenvOptions): Dotenv {
  return asValue({ from: "dotenv", ...options });
}

/**
 * Encrypted for the Sealed Secrets controller of one cluster. `slipway secrets seal` writes a file for
 * each Secret, to be committed; it is rendered as it is.
 */
export function sealedSecrets(options: SealedSecretsOptions): SealedSecretsStore {
  return asValue({ from: "sealedSecrets", ...options });
}

/**
 * Encrypted with sops for holders of age keys: Flux's and Argo CD's decryption, or `sops decrypt`.
 * `slipway secrets seal` writes a file for each Secret, to be committed; it is rendered as it is.
 *
 * @throws ProblemError for a private key among the recipients.
 */
export function sops(options: SopsOptions): Sops {
  if (Array.isArray(options.age) && options.age.some((key) => /AGE-SECRET-KEY-/i.test(key))) {
    fail({
      message: "sops: age holds a private key, which opens all that is encrypted for it",
      where: callSite(sops).where(),
      isSecret: true,
      instead: "its public key, age1…; and a new key, since this one was written down",
    });
  }
  return asValue({ from: "sops", ...options });
}

/** A path that means the same on every machine. */
const aPathFromHere = syntax("a path seen from the platform file", (text) =>
  /^([/\\~]|[A-Za-z]:)/.test(text) || text === ""
    ? `${JSON.stringify(text)} must be a path seen from the platform file, such as "secrets"`
    : undefined,
);

const anAgeRecipient = syntax('a public key such as "age1…"', (text) =>
  /^(age1[02-9ac-hj-np-z]{58,}|ssh-(ed25519|rsa) [\w+/=]+( .*)?)$/.test(text)
    ? undefined
    : 'is not a public key of age, which begins with "age1" and has 62 letters and digits',
);

/** The options of one store, told from the others by its `from`. */
function store<T extends SecretStore>(says: string, shape: ShapeOf<T>, from: T["from"]): Check {
  const check = objectOf(shape);
  return {
    ...check,
    says,
    accepts: (value) => isPlainObject(value) && value.from === from,
  };
}

const folder = optional(aPathFromHere);

export const aSecretStore: Check = either(
  store<Existing>("existing()", { from: literal("existing") }, "existing"),
  store<Generated>("generated()", { from: literal("generated") }, "generated"),
  store<ExternalSecrets>(
    "externalSecrets({ store, path })",
    {
      from: literal("externalSecrets"),
      store: aString,
      kind: optional(literal("ClusterSecretStore", "SecretStore")),
      path: aString,
      refresh: optional(aGoDuration),
    },
    "externalSecrets",
  ),
  store<Dotenv>(
    "dotenv({ file })",
    { from: literal("dotenv"), file: syntax("a file", fileProblem) },
    "dotenv",
  ),
  store<SealedSecretsStore>(
    "sealedSecrets({ certificate })",
    { from: literal("sealedSecrets"), certificate: aPathFromHere, folder },
    "sealedSecrets",
  ),
  store<Sops>(
    "sops({ age })",
    { from: literal("sops"), age: someOf(anAgeRecipient), folder },
    "sops",
  ),
);

function fileProblem(text: string): string | undefined {
  return text === "" ? 'is empty; write a file such as ".env.production"' : undefined;
}
