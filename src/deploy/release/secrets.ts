import { type KubeObject, keyOf, refOf } from "../../client/object.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { KeyedDigest } from "./key.ts";

export function isSecret({ apiVersion, kind }: KubeObject): boolean {
  return kind === "Secret" && splitApiVersion(apiVersion).group === "";
}

/** The values of a Secret by key, decoded; `stringData` wins over `data`, as at the server. */
export function valuesOf(secret: KubeObject): Map<string, Buffer> {
  const { data, stringData } = secret as { data?: Values; stringData?: Values };
  const decoded = Object.entries(data ?? {}).map(
    ([key, value]) => [key, Buffer.from(String(value), "base64")] as const,
  );
  const plain = Object.entries(stringData ?? {}).map(
    ([key, value]) => [key, Buffer.from(String(value))] as const,
  );
  return new Map([...decoded, ...plain].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Values = Readonly<Record<string, unknown>> | null;

/** The digest of one value of a Secret: equal for equal values under one key of one Secret only. */
export function valueDigest(digest: KeyedDigest, secret: KubeObject, key: string, value: Buffer) {
  return digest("value", keyOf(refOf(secret)), key, value);
}

/** The digest of all that a Secret holds, with its type. */
export function contentDigest(digest: KeyedDigest, secret: KubeObject): string {
  const values = [...valuesOf(secret)].flat();
  return digest("content", keyOf(refOf(secret)), typeOf(secret), ...values);
}

/** `Opaque` where it says none, as at the server. */
function typeOf({ type }: KubeObject): string {
  return typeof type === "string" && type !== "" ? type : "Opaque";
}
