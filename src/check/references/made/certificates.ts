import type { Item } from "../../objects/inventory.ts";
import type { Made, Makers } from "../made.ts";
import type { Place } from "../place.ts";
import { made } from "./make.ts";

const TLS = ["tls.crt", "tls.key", "ca.crt"];

export const madeByCertManager: Makers = {
  // https://cert-manager.io/docs/usage/certificate/
  "cert-manager.io/Certificate": (certificate, by) => {
    const spec = certificate.at("spec");
    const keys = [...TLS];
    for (const store of ["jks", "pkcs12"]) {
      if (spec.at("keystores", store, "create").value !== true) continue;
      const ending = store === "jks" ? "jks" : "p12";
      keys.push(`keystore.${ending}`, `truststore.${ending}`);
    }
    for (const format of spec.list("additionalOutputFormats"))
      keys.push(format.at("type").text === "DER" ? "key.der" : "tls-combined.pem");
    return made(by, "Secret", spec.at("secretName").text, { keys });
  },
  "cert-manager.io/Issuer": account,
  "cert-manager.io/ClusterIssuer": account,
  // https://cert-manager.io/docs/usage/ingress/
  "networking.k8s.io/Ingress": (ingress, by) => {
    if (!isAsking(ingress)) return [];
    return ingress
      .list("spec", "tls")
      .flatMap((tls) => made(by, "Secret", tls.at("secretName").text, { keys: TLS }));
  },
  // https://cert-manager.io/docs/usage/gateway/
  "gateway.networking.k8s.io/Gateway": listeners,
  "gateway.networking.k8s.io/ListenerSet": listeners,
};

const ASKING = [
  "cert-manager.io/issuer",
  "cert-manager.io/cluster-issuer",
  "kubernetes.io/tls-acme",
];

/** `kubernetes.io/tls-acme` asks for the issuer that cert-manager takes by default. */
function isAsking(object: Place): boolean {
  const annotations = object.at("metadata", "annotations");
  return annotations.isThere && ASKING.some((name) => annotations.key(name).isThere);
}

function listeners(gateway: Place, by: Item): Made[] {
  if (!isAsking(gateway)) return [];
  return gateway.list("spec", "listeners").flatMap((listener) =>
    listener.list("tls", "certificateRefs").flatMap((ref) => {
      const namespace = ref.at("namespace").text ?? by.namespace;
      return made(by, "Secret", ref.at("name").text, { keys: TLS, namespace });
    }),
  );
}

/** The key of an ACME account. */
function account(issuer: Place, by: Item): Made[] {
  const { text } = issuer.at("spec", "acme", "privateKeySecretRef", "name");
  const namespace = by.namespace === "" ? undefined : by.namespace;
  return made(by, "Secret", text, { namespace });
}
