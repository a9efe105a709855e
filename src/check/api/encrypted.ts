import { type Fields, isFields } from "../../kubernetes/fields.ts";

/**
 * An object as it is sent, where its file is encrypted with sops: whoever applies it decrypts it
 * before. What stands there encrypted is taken for fine; other objects come back as they are.
 *
 * @see https://getsops.io/docs/ the `sops` field, and values `ENC[AES256_GCM,…]`
 */
export function asSent(object: Fields): Fields {
  const { sops, ...rest } = object;
  if (!isFields(sops) || typeof sops.mac !== "string") return object;
  return withoutCipher(rest) as Fields;
}

function withoutCipher(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith("ENC[") ? "" : value;
  if (Array.isArray(value)) return value.map(withoutCipher);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutCipher(each)]));
}
