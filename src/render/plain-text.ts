import type { AnyObject, KubernetesObject } from "../kubernetes/types/index.ts";
import type { Problem } from "../problem.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Keys of a Secret whose values everyone may read, also of Secrets in a List, and of what only looks
 * sealed. Base64 hides nothing.
 */
export function plainKeys(object: KubernetesObject | AnyObject): string[] {
  const { kind, metadata, data, stringData, items, spec } = object as Fields;
  if (Array.isArray(items)) return items.filter(isObject).flatMap((item) => plainKeys(item));
  const annotations = isObject(metadata) && isObject(metadata.annotations) && metadata.annotations;
  const copied = annotations && "kubectl.kubernetes.io/last-applied-configuration" in annotations;
  if (kind === "Secret") {
    const keys = [...unless(isEncrypted, data), ...unless(isEncrypted, stringData)];
    return copied ? [...keys, "last-applied-configuration"] : keys;
  }
  if (kind !== "SealedSecret" || !isObject(spec)) return [];
  const template = isObject(spec.template) ? spec.template.data : undefined;
  return [...unless(isSealed, spec.encryptedData), ...unless(isTemplate, template)];
}

/** The keys of a map whose values are not as they should be. */
function unless(isFine: (value: unknown) => boolean, values: unknown): string[] {
  if (values === undefined || values === null) return [];
  if (!isObject(values)) return ["data"];
  return Object.entries(values).flatMap(([key, value]) => (isFine(value) ? [] : [key]));
}

/** Whether a value is encrypted by sops. */
export function isEncrypted(value: unknown): boolean {
  const form = /^ENC\[AES256_GCM,data:[\w+/=]*,iv:[\w+/=]+,tag:[\w+/=]+,type:\w+\]$/;
  return typeof value === "string" && form.test(value);
}

/**
 * Whether a value has the form that Sealed Secrets gives it: the length of an RSA ciphertext in two
 * bytes, that ciphertext, and an AES ciphertext with its tag.
 *
 * @see https://github.com/bitnami-labs/sealed-secrets/blob/main/docs/developer/crypto.md
 */
export function isSealed(value: unknown): boolean {
  if (typeof value !== "string" || !/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value)) return false;
  const bytes = Buffer.from(value, "base64");
  const rsa = bytes.readUInt16BE(0);
  return rsa >= 256 && rsa <= 2048 && rsa % 64 === 0 && bytes.length >= 2 + rsa + 16;
}

/** A template of a SealedSecret names what is decrypted; `null` takes a key out. */
function isTemplate(value: unknown): boolean {
  return value === null || (typeof value === "string" && value.includes("{{"));
}

/** What to say of a Secret in plain text. The line that holds it is not shown. */
export function plainTextProblem(
  { kind, metadata }: KubernetesObject | AnyObject,
  keys: readonly string[],
): Problem {
  return {
    message: `the ${kind} ${metadata.name} holds ${keys.join(", ")} in plain text, which is never rendered`,
    why: "what is rendered is committed, printed and sent around, and base64 is no encryption",
    instead:
      'secret("name", ["KEY"]), and values from a store: sealedSecrets(…) and sops(…) encrypt them, externalSecrets(…) leaves them in Vault or a cloud, dotenv(…) on your machine',
    isSecret: true,
  };
}

function isObject(value: unknown): value is AnyObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
