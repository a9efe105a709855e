import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomInt,
} from "node:crypto";
import type { Recipe } from "../platform/generate.ts";

/** Values by key, as bytes. */
export type Values = ReadonlyMap<string, Uint8Array>;

/** What a recipe makes for a key; a pair also makes the key of its public half. */
export function make(key: string, recipe: Recipe): Values {
  switch (recipe.makes) {
    case "random":
      return new Map([[key, Buffer.from(randomText(recipe.length))]]);
    case "fernet":
      return new Map([[key, Buffer.from(fernetKey())]]);
    case "keyPair": {
      const pem = privateKey(recipe.type ?? "ed25519");
      return new Map([
        [key, Buffer.from(pem)],
        [recipe.public, Buffer.from(publicHalf(pem))],
      ]);
    }
  }
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Every letter and digit with the same chance. */
function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}

/**
 * 32 random bytes in URL-safe base64 with its padding.
 *
 * @see https://github.com/fernet/spec/blob/master/Spec.md
 */
function fernetKey(): string {
  return randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}

function privateKey(type: "ed25519" | "rsa"): string {
  const { privateKey } =
    type === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 3072 })
      : generateKeyPairSync("ed25519");
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/**
 * The public half of a private key, as PEM (SPKI).
 *
 * @throws {Error} for what is not a private key.
 */
export function publicHalf(pem: string): string {
  return createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "pem" }).toString();
}
