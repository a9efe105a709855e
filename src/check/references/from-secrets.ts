import type { Collector } from "./collector.ts";
import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const ESO = "external-secrets.io";
const CERT_MANAGER = "cert-manager.io";

/** Who makes credentials and certificates, and what of. */
export const fromSecrets: From = {
  [`${ESO}/ExternalSecret`]: (secret, to) => addExternalSecret(secret.at("spec"), to),
  [`${ESO}/ClusterExternalSecret`]: (secret, to) =>
    addStore(secret.at("spec", "externalSecretSpec", "secretStoreRef"), to),
  [`${ESO}/PushSecret`]: (push, to) => {
    to.add("Secret", push.at("spec", "selector", "secret", "name"), "what it pushes");
    for (const ref of push.list("spec", "secretStoreRefs")) addStore(ref, to);
  },
  [`${ESO}/SecretStore`]: addCredentials,
  [`${ESO}/ClusterSecretStore`]: addCredentials,
  [`${CERT_MANAGER}/Certificate`]: (certificate, to) => {
    addIssuer(certificate.at("spec", "issuerRef"), to);
    for (const store of ["jks", "pkcs12"])
      to.secretKey(certificate.at("spec", "keystores", store, "passwordSecretRef"), "its keystore");
  },
  [`${CERT_MANAGER}/CertificateRequest`]: (request, to) =>
    addIssuer(request.at("spec", "issuerRef"), to),
  [`${CERT_MANAGER}/Issuer`]: addIssuerSecrets,
  [`${CERT_MANAGER}/ClusterIssuer`]: addIssuerSecrets,
};

/** @see https://external-secrets.io/latest/api/externalsecret/ */
function addExternalSecret(spec: Place, to: Collector): void {
  addStore(spec.at("secretStoreRef"), to);
  for (const field of ["data", "dataFrom"])
    for (const each of spec.list(field)) addStore(each.at("sourceRef", "storeRef"), to);
  for (const from of spec.list("target", "template", "templateFrom")) {
    to.add("ConfigMap", from.at("configMap", "name"), "its template");
    to.add("Secret", from.at("secret", "name"), "its template");
  }
}

function addStore(ref: Place, to: Collector): void {
  const kind = ref.at("kind").text ?? "SecretStore";
  const name = ref.at("name");
  if (kind === "ClusterSecretStore") to.addCluster(kind, ESO, name, "where it comes from");
  else if (kind === "SecretStore") to.add(kind, name, "where it comes from", { group: ESO });
}

/** Fields of a store that end in `SecretRef` name a Secret and a key; of any namespace in a cluster's. */
function addCredentials(store: Place, to: Collector): void {
  for (const ref of refsIn(store.at("spec", "provider"), "SecretRef")) {
    const { namespace } = to.from;
    const own = ref.at("namespace").text ?? (namespace === "" ? undefined : namespace);
    to.secretKey(ref, "its credentials", { namespace: own });
  }
}

function addIssuer(ref: Place, to: Collector): void {
  const group = ref.at("group").text ?? CERT_MANAGER;
  if (group !== CERT_MANAGER) return;
  const kind = ref.at("kind").text ?? "Issuer";
  if (kind === "ClusterIssuer") to.addCluster(kind, group, ref.at("name"), "its issuer");
  else if (kind === "Issuer") to.add(kind, ref.at("name"), "its issuer", { group });
}

/**
 * A cluster's issuer reads its Secrets in the namespace that cert-manager is told, which the object
 * does not say. The key of an ACME account, cert-manager makes itself.
 *
 * @see https://cert-manager.io/docs/configuration/
 */
function addIssuerSecrets(issuer: Place, to: Collector): void {
  const namespace = to.from.namespace === "" ? undefined : to.from.namespace;
  const spec = issuer.at("spec");
  to.add("Secret", spec.at("ca", "secretName"), "the authority's certificate", { namespace });
  const from = [...spec.list("acme", "solvers"), spec.at("vault", "auth"), spec.at("venafi")];
  for (const place of from)
    for (const ref of refsIn(place, "SecretRef"))
      to.secretKey(ref, "its credentials", { namespace });
}

const DEEPEST = 8;

/** The fields below a place whose names end so, and that hold a name. */
function refsIn(place: Place, ending: string, depth = 0): Place[] {
  if (depth > DEEPEST) return [];
  return place.children.flatMap((child) => {
    const step = child.path.steps().at(-1);
    const isRef = typeof step === "string" && step.endsWith(ending);
    return isRef && child.at("name").text !== undefined
      ? [child]
      : refsIn(child, ending, depth + 1);
  });
}
