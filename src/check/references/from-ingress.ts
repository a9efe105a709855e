import type { From } from "./from.ts";
import type { Place } from "./place.ts";

const CERT_MANAGER = "cert-manager.io";

/** Routes of the API itself. Their older versions had other fields, and no server takes them. */
export const fromIngress: From = {
  "networking.k8s.io/Ingress": (ingress, to) => {
    const annotations = ingress.at("metadata", "annotations");
    const backends = [
      { backend: ingress.at("spec", "defaultBackend"), use: "its default backend" },
      ...ingress.list("spec", "rules").flatMap((rule) =>
        rule.list("http", "paths").map((path) => ({
          backend: path.at("backend"),
          use: `${rule.at("host").text ?? "any host"}${path.at("path").text ?? ""}`,
        })),
      ),
    ];
    for (const { backend, use } of backends) {
      const service = backend.at("service");
      const port = portOf(service.at("port"));
      // An action of the AWS controller stands where a Service would: it is no Service.
      if (port?.value === "use-annotation") continue;
      to.add("Service", service.at("name"), use, { port });
    }
    for (const tls of ingress.list("spec", "tls"))
      to.add("Secret", tls.at("secretName"), `TLS of ${hostsOf(tls)}`);
    to.addCluster(
      "IngressClass",
      "networking.k8s.io",
      ingress.at("spec", "ingressClassName"),
      "its class",
    );
    addIssuers(annotations, to);
    for (const [annotation, kind] of NGINX_OBJECTS) {
      const place = annotations.key(`nginx.ingress.kubernetes.io/${annotation}`);
      // The rest of `namespace/name` is told by the controller, not here.
      if (!place.text?.includes("/")) to.add(kind, place, `the annotation ${annotation}`);
    }
  },
  "networking.k8s.io/IngressClass": () => {},
};

/**
 * Annotations of ingress-nginx that name an object.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
const NGINX_OBJECTS = [
  ["auth-secret", "Secret"],
  ["auth-tls-secret", "Secret"],
  ["proxy-ssl-secret", "Secret"],
  ["auth-proxy-set-headers", "ConfigMap"],
  ["custom-headers", "ConfigMap"],
  ["default-backend", "Service"],
] as const;

/** @see https://cert-manager.io/docs/usage/ingress/#supported-annotations */
export function addIssuers(annotations: Place, to: Parameters<From[string]>[1]): void {
  const group = annotations.key(`${CERT_MANAGER}/issuer-group`).text ?? CERT_MANAGER;
  if (group !== CERT_MANAGER) return;
  const use = "the certificate that its annotation asks for";
  to.addCluster("ClusterIssuer", group, annotations.key(`${CERT_MANAGER}/cluster-issuer`), use);
  const issuer = annotations.key(`${CERT_MANAGER}/issuer`);
  if (annotations.key(`${CERT_MANAGER}/issuer-kind`).text === "ClusterIssuer")
    to.addCluster("ClusterIssuer", group, issuer, use);
  else to.add("Issuer", issuer, use, { group });
}

function portOf(port: Place): Place | undefined {
  return [port.at("name"), port.at("number")].find((place) => place.text ?? place.number);
}

function hostsOf(tls: Place): string {
  const hosts = tls.list("hosts").flatMap(({ text }) => text ?? []);
  return hosts.length > 0 ? hosts.join(", ") : "any host";
}
