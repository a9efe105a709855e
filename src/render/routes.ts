import type { Certificate, ClusterIssuer, Ingress } from "../kubernetes/types/index.ts";
import { seconds } from "../platform/options/values.ts";
import type { Resolved, ResolvedIngress, ResolvedIssuer } from "../platform/resolve/index.ts";
import { renderGateway } from "./gateway.ts";
import { clusterMeta, compact, meta, owned, type Rendered } from "./rendered.ts";
import { nginxSize } from "./size.ts";

export function renderRoutes(resolved: Resolved): Rendered[] {
  const { gateway } = resolved.cluster;
  return [
    ...(gateway ? renderGateway(resolved, gateway) : renderIngresses(resolved)),
    ...resolved.certificates.flatMap((certificate) => {
      const object: Certificate = {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: meta(resolved, certificate.name),
        spec: {
          secretName: certificate.name,
          dnsNames: [...certificate.hosts],
          issuerRef: { kind: "ClusterIssuer", name: certificate.issuer },
          privateKey: { rotationPolicy: "Always" },
        },
      };
      return owned(certificate, "routes", object);
    }),
    ...resolved.issuers.flatMap((issuer) =>
      owned(issuer, "routes", renderIssuer(resolved, issuer)),
    ),
  ];
}

function renderIngresses(resolved: Resolved): Rendered[] {
  return resolved.ingresses.flatMap((ingress) =>
    owned(ingress, "routes", renderIngress(resolved, ingress)),
  );
}

function renderIngress(resolved: Resolved, ingress: ResolvedIngress): Ingress {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: meta(
      resolved,
      ingress.name,
      undefined,
      compact({ annotations: annotations(ingress) }),
    ),
    spec: compact({
      ingressClassName: ingress.class,
      tls:
        ingress.tls === undefined
          ? []
          : [{ hosts: ingress.routes.map(({ host }) => host), secretName: ingress.tls }],
      rules: ingress.routes.map(({ host, paths }) => ({
        host,
        http: {
          paths: paths.map(({ path, service, port }) => ({
            path,
            pathType: "Prefix" as const,
            backend: { service: { name: service, port: { name: port } } },
          })),
        },
      })),
    }),
  };
}

/**
 * What ingress-nginx reads from annotations.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
function annotations(ingress: ResolvedIngress): { [key: string]: string } {
  const { timeout, rateLimit, cors } = ingress;
  const wait = timeout === undefined ? undefined : String(seconds(timeout));
  const known = {
    "ssl-redirect": String(ingress.redirect),
    "limit-rps": rateLimit?.perSecond?.toString(),
    "limit-rpm": rateLimit?.perMinute?.toString(),
    "limit-connections": rateLimit?.connections?.toString(),
    "enable-cors": cors.length > 0 ? "true" : undefined,
    "cors-allow-origin": cors.length > 0 ? cors.join(", ") : undefined,
    "proxy-body-size": ingress.bodySize === undefined ? undefined : nginxSize(ingress.bodySize),
    "proxy-read-timeout": wait,
    "proxy-send-timeout": wait,
    "proxy-buffering": ingress.streaming ? "off" : undefined,
  };
  const led = Object.entries(compact(known)).map(([key, value]) => [
    `nginx.ingress.kubernetes.io/${key}`,
    value,
  ]);
  return { ...Object.fromEntries(led), ...ingress.annotations };
}

function renderIssuer(resolved: Resolved, issuer: ResolvedIssuer): ClusterIssuer {
  const http01 = {
    http01:
      issuer.gateway === undefined
        ? { ingress: { ingressClassName: issuer.ingressClass } }
        : { gatewayHTTPRoute: { parentRefs: [parentOf(issuer.gateway)] } },
  };
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: clusterMeta(resolved, issuer.name),
    spec: {
      acme: {
        email: issuer.email,
        server: issuer.server,
        privateKeySecretRef: { name: `${issuer.name}-account-key` },
        solvers: [
          ...(issuer.http01 ? [http01] : []),
          ...(issuer.dns01 ? [{ dns01: { ...issuer.dns01 } }] : []),
        ],
      },
    },
  };
}

/** Without a namespace it is the one of the Certificate, so that all environments can share an issuer. */
function parentOf(gateway: string) {
  return { kind: "Gateway", name: gateway, sectionName: "http" };
}
