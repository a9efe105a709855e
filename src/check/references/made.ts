import { type Fields, isFields } from "../../kubernetes/fields.ts";
import type { Item, Target } from "../objects/inventory.ts";

/** An object that a controller makes because another one asks for it. */
export interface Made {
  readonly by: Item;
  readonly target: Target;
  /** Of a ConfigMap or Secret; undefined where they cannot be known. */
  readonly keys: readonly string[] | undefined;
}

type Maker = (item: Item, spec: Readonly<Fields>) => readonly Made[];

const TLS = ["tls.crt", "tls.key", "ca.crt"];

/** By group and kind: what controllers make of objects. */
const makers: Readonly<Record<string, Maker>> = {
  // https://cert-manager.io/docs/usage/certificate/
  "cert-manager.io/Certificate": (by, { secretName }) => secret(by, secretName, TLS),
  // https://external-secrets.io/latest/api/externalsecret/
  "external-secrets.io/ExternalSecret": (by, { target, data, dataFrom }) => {
    const { name = by.name, template } = isFields(target) ? target : {};
    const isOpen = Array.isArray(dataFrom) || isFields(template);
    const keys = Array.isArray(data) ? data.map((each) => String(each?.secretKey ?? "")) : [];
    return secret(by, name, isOpen ? undefined : keys);
  },
  // https://github.com/bitnami-labs/sealed-secrets
  "bitnami.com/SealedSecret": (by, { encryptedData, template }) => {
    const isOpen = isFields(template) && isFields(template.data);
    const keys = isFields(encryptedData) ? Object.keys(encryptedData) : [];
    return secret(by, by.name, isOpen ? undefined : keys);
  },
};

/** What a controller makes of an object, where it is known. */
export function makersOf(item: Item): readonly Made[] {
  const make = makers[`${item.group}/${item.kind}`];
  const { spec } = item.object;
  return make ? make(item, isFields(spec) ? spec : {}) : [];
}

function secret(by: Item, name: unknown, keys: readonly string[] | undefined): Made[] {
  if (typeof name !== "string" || name === "") return [];
  const target: Target = { group: "", kind: "Secret", namespace: by.namespace, name };
  return [{ by, target, keys }];
}
