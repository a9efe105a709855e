import type { AnyObject } from "../kubernetes/types/index.ts";
import type { EncryptedSecret } from "./place.ts";

type Texts = Readonly<Record<string, string>>;

/** The fields of a SealedSecret and of a Secret that sops encrypted. */
interface Fields {
  readonly type?: string;
  readonly data?: Texts | null;
  readonly stringData?: Texts | null;
  readonly spec?: {
    readonly encryptedData?: Texts;
    readonly template?: { readonly type?: string };
  };
  readonly sops?: { readonly mac?: unknown; readonly age?: readonly { recipient?: string }[] };
}

/** The encrypted values of an object by key. */
export function ciphertexts(object: AnyObject): Texts {
  const { data, stringData, spec } = object as Fields;
  return { ...data, ...stringData, ...spec?.encryptedData };
}

/** Why an object is no encrypted Secret of this sort at all; nothing when it is one. */
export function foreign({ from }: EncryptedSecret, object: AnyObject): string | undefined {
  const { apiVersion, kind } = object;
  const found = `is a ${kind} of ${apiVersion}`;
  if (from.from === "sealedSecrets")
    return apiVersion === "bitnami.com/v1alpha1" && kind === "SealedSecret"
      ? undefined
      : `${found}, not a SealedSecret`;
  const { sops } = object as Fields;
  if (apiVersion !== "v1" || kind !== "Secret") return `${found}, not a Secret`;
  return typeof sops?.mac === "string" ? undefined : "is not encrypted with sops";
}

/** Values sealed so open in other places too. */
const widerScopes = ["cluster-wide", "namespace-wide"];

/** Why an object is not the Secret of this name in this namespace; nothing when it is. */
export function misplaced(
  { name }: EncryptedSecret,
  namespace: string,
  { metadata }: AnyObject,
): string | undefined {
  const wanted = `${namespace}/${name}`;
  const found = `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
  if (found !== wanted) return `is the Secret ${found}, not ${wanted}`;
  const { annotations = {} } = metadata;
  const scope = widerScopes.find((one) => `sealedsecrets.bitnami.com/${one}` in annotations);
  return scope === undefined ? undefined : `is sealed ${scope}, not for ${wanted} alone`;
}

/** What is no longer as the platform declares it; sealing again puts it right. */
export function outdated(secret: EncryptedSecret, object: AnyObject): string[] {
  const { type, spec, sops } = object as Fields;
  const keys = Object.keys(ciphertexts(object));
  const lacking = secret.keys.filter(
    (key) => !keys.includes(key) && !secret.optionalKeys.includes(key),
  );
  const stale = keys.filter((key) => !secret.keys.includes(key));
  const found = (secret.from.from === "sops" ? type : spec?.template?.type) ?? "Opaque";
  return [
    ...(lacking.length > 0 ? [`lacks ${lacking.join(", ")}`] : []),
    ...(stale.length > 0
      ? [`has ${stale.join(", ")}, which the platform does not declare (any more)`]
      : []),
    ...(found === secret.type ? [] : [`is of type ${found}, not ${secret.type}`]),
    ...(secret.from.from === "sops" ? recipients(secret.from.age, sops) : []),
  ];
}

function recipients(wanted: readonly string[], sops: Fields["sops"]): string[] {
  const found = (sops?.age ?? []).map(({ recipient = "" }) => recipient);
  const missing = wanted.filter((one) => !found.includes(one));
  const others = found.filter((one) => !(wanted as readonly string[]).includes(one));
  return [
    ...missing.map((one) => `is not encrypted for ${one}`),
    ...others.map((one) => `is encrypted for ${one}, which the platform does not name`),
  ];
}
