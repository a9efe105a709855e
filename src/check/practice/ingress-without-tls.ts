import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { Rule } from "../rule.ts";

const SHOP = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: web-tls }]
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec: { selfSigned: {} }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
`;

export const ingressWithoutTls: Rule = {
  id: "ingress-without-tls",
  layer: "practice",
  severity: "info",
  title: "Ingresses for public names without a certificate",
  why: "what is sent can be read and changed on the way, unless something in front of the Ingress ends TLS. It matters for every name that people type passwords into",
  fix: "add spec.tls with the hosts, and a Secret or an issuer's annotation",
  bad: SHOP.replace("  tls: [{ hosts: [shop.example.com], secretName: web-tls }]\n", ""),
  good: SHOP,
  find: (world) =>
    inventory(world)
      .all("Ingress")
      .flatMap((item) => {
        const { tls = [], rules = [] } = item.object.spec ?? {};
        const annotations = Object.keys(item.object.metadata?.annotations ?? {});
        if (tls.length > 0 || annotations.some((key) => ELSEWHERE.test(key))) return [];
        if (TUNNELS.test(item.object.spec?.ingressClassName ?? "")) return [];
        const index = rules.findIndex(({ host = "" }) => PUBLIC.test(host) && !PRIVATE.test(host));
        if (index < 0) return [];
        const path = FieldPath.root.field("spec", "rules").index(index).field("host");
        return [foundAt(item, path, `${rules[index]?.host} is served without TLS`)];
      }),
};

/** TLS is ended by what these configure. */
const ELSEWHERE =
  /certificate|ssl-cert|pre-shared-cert|router\.tls|router\.entrypoints|ssl-passthrough|listen-ports|tls-acme|tailscale|cloudflare|appgw-ssl|frontend-config/i;
const TUNNELS = /cloudflare|tailscale|ngrok|tunnel|alb|gce/i;

const PUBLIC = /\.[a-z]{2,}$/i;

/** Names that no authority signs. @see https://www.rfc-editor.org/rfc/rfc6761 */
const PRIVATE =
  /\.(?:cluster|corp|home|internal|invalid|lan|local|localdomain|localhost|svc|test|nip\.io|sslip\.io|home\.arpa)$/i;
