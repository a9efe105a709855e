import type { AnyObject } from "../kubernetes/types/index.ts";
import type { Resolved } from "../platform/resolve/index.ts";
import type { Kept } from "./before.ts";
import { sealingKey } from "./certificate.ts";
import type { Decision } from "./decide.ts";
import type { Values } from "./make.ts";
import { besidePlatform, type EncryptedSecret } from "./place.ts";
import { sealedSecret, sealValue } from "./sealed-secret.ts";
import { encrypt } from "./sops.ts";

/**
 * The encrypted Secret of new values and of what is kept. Its keys are sorted: the checksum of sops
 * follows their order, and Kustomize sorts what it writes.
 */
export function encryptObject(
  resolved: Resolved,
  platformFile: string,
  secret: EncryptedSecret,
  { fresh, kept: keys }: Decision,
  kept: Kept,
): AnyObject {
  const inOrder = <T>(find: (key: string) => T | undefined): [string, T][] =>
    secret.keys.toSorted().flatMap((key) => {
      const found = find(key);
      return found === undefined ? [] : [[key, found]];
    });
  if (secret.from.from === "sops") {
    const old: Values = "values" in kept ? kept.values : new Map();
    const values = inOrder(
      (key) => fresh.get(key) ?? (keys.includes(key) ? old.get(key) : undefined),
    );
    return encrypt(resolved, secret, secret.from.age, new Map(values));
  }
  const { certificate } = secret.from;
  const path = besidePlatform(platformFile, certificate);
  const key = fresh.size > 0 ? sealingKey(path, new Date()) : undefined;
  const old = "ciphertexts" in kept ? kept.ciphertexts : {};
  const sealed = inOrder((name) => {
    const value = fresh.get(name);
    if (value === undefined || key === undefined)
      return keys.includes(name) ? old[name] : undefined;
    return sealValue(key, resolved.namespace, secret.name, value);
  });
  return sealedSecret(resolved, secret, Object.fromEntries(sealed)) as unknown as AnyObject;
}
