import type { Resource } from "../control-plane/resources.ts";
import type { Example } from "./example.ts";

type Keys = Readonly<Record<string, string>>;

interface Encrypted extends Resource {
  readonly type?: string;
  readonly data?: Keys;
  readonly stringData?: Keys;
  readonly sops?: object;
  readonly spec?: {
    readonly encryptedData?: Keys;
    readonly template?: { readonly metadata?: Resource["metadata"]; readonly type?: string };
  };
}

/**
 * What is sent to the API server: the rendered objects, where a Secret that sops encrypted is as it is
 * decrypted on the way, with the keys that it has. Nobody here has the key, so its values are made up.
 */
export function asSent({ objects }: Pick<Example, "objects">): Resource[] {
  return objects.map((object) => {
    const { sops, data, stringData, ...rest } = object as Encrypted;
    return sops === undefined ? object : { ...rest, ...madeUp({ ...data, ...stringData }) };
  });
}

/**
 * The Secrets that somebody else makes: the deploy, whoever said `existing()`, and the controller that
 * opens a SealedSecret, with just the keys that are sealed in it. What is optional stays away.
 */
export function secretsOfOthers({ resolved, objects }: Example): Resource[] {
  const made = resolved.secrets.flatMap(({ name, from, keys, optionalKeys, optional, type }) => {
    if (optional || !["existing", "generated", "dotenv"].includes(from.from)) return [];
    const given = keys.filter((key) => !optionalKeys.includes(key));
    const metadata = { name, namespace: resolved.namespace };
    return secret({ metadata, type }, Object.fromEntries(given.map((key) => [key, ""])));
  });
  const opened = objects.flatMap((object) => {
    const { kind, spec } = object as Encrypted;
    if (kind !== "SealedSecret") return [];
    const { metadata = {}, type = "Opaque" } = spec?.template ?? {};
    return secret({ metadata, type }, spec?.encryptedData ?? {});
  });
  return [...made, ...opened];
}

function secret(
  given: { readonly metadata: Resource["metadata"]; readonly type: string },
  keys: Keys,
): Resource & ReturnType<typeof madeUp> {
  return { apiVersion: "v1", kind: "Secret", ...given, ...madeUp(keys) };
}

/** Always the same, so that the server can be asked about them again. */
function madeUp(keys: Keys): { readonly stringData: Keys } {
  const value = (key: string) => (key === ".dockerconfigjson" ? '{"auths":{}}' : "made-up");
  return { stringData: Object.fromEntries(Object.keys(keys).map((key) => [key, value(key)])) };
}
