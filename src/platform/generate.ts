import {
  aString,
  type Check,
  either,
  isPlainObject,
  literal,
  objectOf,
  optional,
  type ShapeOf,
  whole,
} from "./shape.ts";
import { asValue } from "./value.ts";

/** How the value of a key is made up, when nobody gives one. */
export type Recipe<K extends string = string> = RandomText | FernetKey | KeyPair<K>;

export interface RandomText {
  readonly makes: "random";
  readonly length: number;
}
export interface FernetKey {
  readonly makes: "fernet";
}
export interface KeyPair<K extends string = string> extends KeyPairOptions<K> {
  readonly makes: "keyPair";
}

export interface KeyPairOptions<K extends string = string> {
  /** The key of the secret that holds the public half. */
  readonly public: K;
  /** Default: `"ed25519"`. RSA keys have 3072 bits. */
  readonly type?: "ed25519" | "rsa";
}

/** A random text of letters and digits, safe in a URL and on a command line. Default: 32 of them, some 190 bits. */
export function random(length = 32): RandomText {
  return asValue({ makes: "random", length });
}

/** A key for Fernet, as Python's `cryptography` makes it: 32 random bytes in URL-safe base64. */
export function fernet(): FernetKey {
  return asValue({ makes: "fernet" });
}

/**
 * A private key as PEM (PKCS #8); its public half (SPKI) goes to another key of the same secret.
 *
 * @example
 * const signing = secret("signing", ["JWT_PRIVATE_KEY", "JWT_PUBLIC_KEY"], {
 *   generate: { JWT_PRIVATE_KEY: keyPair({ public: "JWT_PUBLIC_KEY" }) },
 * });
 */
export function keyPair<const K extends string>(options: KeyPairOptions<K>): KeyPair<K> {
  return asValue({ makes: "keyPair", ...options });
}

/** One sort of recipe, told from the others by what it makes. */
function recipe<T extends Recipe>(says: string, shape: ShapeOf<T>, makes: T["makes"]): Check {
  return {
    ...objectOf(shape),
    says,
    accepts: (value) => isPlainObject(value) && value.makes === makes,
  };
}

export const aRecipe = either(
  recipe<RandomText>("random(32)", { makes: literal("random"), length: whole(16, 4096) }, "random"),
  recipe<FernetKey>("fernet()", { makes: literal("fernet") }, "fernet"),
  recipe<KeyPair>(
    'keyPair({ public: "…" })',
    { makes: literal("keyPair"), public: aString, type: optional(literal("ed25519", "rsa")) },
    "keyPair",
  ),
);
