import type { Makers } from "../made.ts";
import type { Place } from "../place.ts";
import { made, textsOf } from "./make.ts";

export const madeOfSecrets: Makers = {
  // https://external-secrets.io/latest/api/externalsecret/
  "external-secrets.io/ExternalSecret": (secret, by) => {
    const spec = secret.at("spec");
    const kind = spec.at("target", "manifest", "kind").text ?? "Secret";
    return made(by, kind, spec.at("target", "name").text ?? by.name, { ...keysOf(spec) });
  },
  // https://external-secrets.io/latest/api/clusterexternalsecret/
  "external-secrets.io/ClusterExternalSecret": (secret, by) => {
    const spec = secret.at("spec", "externalSecretSpec");
    const name = secret.at("spec", "externalSecretName").text ?? by.name;
    const target = spec.at("target", "name").text ?? name;
    return made(by, "Secret", target, { namespace: undefined, ...keysOf(spec) });
  },
  // https://github.com/bitnami-labs/sealed-secrets
  "bitnami.com/SealedSecret": (sealed, by) => {
    const template = sealed.at("spec", "template");
    const parts = [sealed.at("spec", "encryptedData"), template.at("data")];
    const keys = parts.flatMap(({ fields }) => Object.keys(fields));
    return made(by, "Secret", by.name, { keys });
  },
  // https://secrets-store-csi-driver.sigs.k8s.io/topics/sync-as-kubernetes-secret
  "secrets-store.csi.x-k8s.io/SecretProviderClass": (provider, by) =>
    provider.list("spec", "secretObjects").flatMap((object) => {
      const keys = textsOf(object.list("data").map((each) => each.at("key")));
      return made(by, "Secret", object.at("secretName").text, { keys });
    }),
};

/**
 * The keys that an ExternalSecret writes: those of its template where that replaces the data, and
 * none that can be known where a store says them.
 */
function keysOf(spec: Place): { keys?: readonly string[] } {
  const template = spec.at("target", "template");
  const isOpen = spec.list("dataFrom").length > 0;
  const own = textsOf(spec.list("data").map((each) => each.at("secretKey")));
  if (!template.isThere) return isOpen ? {} : { keys: own };
  if (template.list("templateFrom").length > 0) return {};
  const written = Object.keys(template.at("data").fields);
  const isReplacing = template.at("mergePolicy").text !== "Merge";
  if (written.length > 0 && isReplacing) return { keys: written };
  return isOpen ? {} : { keys: [...own, ...written] };
}
