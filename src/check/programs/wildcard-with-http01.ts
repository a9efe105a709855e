import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { solversOf, wantedCertificates } from "./cert-manager/certificates.ts";

/** @see https://letsencrypt.org/docs/challenge-types/ */
export const wildcardWithHttp01: Rule = {
  id: "wildcard-with-http01",
  layer: "programs",
  severity: "error",
  title: "a wildcard certificate from an issuer that cannot prove wildcards",
  why: "an ACME server gives out certificates for *.… after a DNS-01 challenge alone: the order stays pending for ever, and the Secret is never written",
  fix: "add a dns01 solver to the issuer, or name each host",
  bad: `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: ops@example.org
    privateKeySecretRef: { name: letsencrypt-account }
    solvers: [{ http01: { ingress: { ingressClassName: traefik } } }]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shops, namespace: shop }
spec:
  secretName: shops-tls
  dnsNames: ["*.shop.example.org"]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: traefik }
spec: { controller: traefik.io/ingress-controller }
`,
  good: `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: ops@example.org
    privateKeySecretRef: { name: letsencrypt-account }
    solvers: [{ http01: { ingress: { ingressClassName: traefik } } }]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shops, namespace: shop }
spec:
  secretName: shops-tls
  dnsNames: ["north.shop.example.org", "south.shop.example.org"]
  issuerRef: { kind: ClusterIssuer, name: letsencrypt }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: traefik }
spec: { controller: traefik.io/ingress-controller }
`,
  find: (world: World) =>
    wantedCertificates(world).flatMap(({ item, namespace, hosts, issuer }): FoundInObject[] => {
      const wildcard = hosts.find(({ name }) => name.startsWith("*."));
      if (!wildcard || !issuer) return [];
      const solvers = solversOf(world, issuer, namespace);
      if (!solvers || solvers.length === 0) return [];
      if (!solvers.every((solver) => solver.at("http01").isThere && !solver.at("dns01").isThere))
        return [];
      const message = `${issuer.kind} ${issuer.name} has solvers for HTTP-01 alone, which cannot prove ${quote(wildcard.name)}`;
      return [foundAt(item, wildcard.path, message)];
    }),
};
