import { closest } from "../../closest.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { annotationsOf } from "./ingress-nginx/ingresses.ts";

export const unknownCertManagerAnnotation: Rule = {
  id: "unknown-cert-manager-annotation",
  layer: "programs",
  severity: "warning",
  title: "an annotation that cert-manager does not have",
  why: "cert-manager passes over it without a word: without its issuer's annotation no certificate is made, and the Secret is never written",
  fix: "correct the name",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: { cert-manager.io/clusterissuer: letsencrypt } }
spec:
  defaultBackend: { service: { name: web, port: { number: 80 } } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ports: [{ port: 80 }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  defaultBackend: { service: { name: web, port: { number: 80 } } }
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
`,
  find: (world: World) =>
    [
      ...inventory(world).of("networking.k8s.io", "Ingress"),
      ...inventory(world).of("gateway.networking.k8s.io", "Gateway"),
    ].flatMap((item) => problemsOf(item)),
};

function problemsOf(item: Item): FoundInObject[] {
  return annotationsOf(item.object).flatMap(({ key, path }): FoundInObject[] => {
    const [prefix = "", name = ""] = key.split("/");
    if (prefix === OLD) {
      const near = KNOWN.find((each) => each.endsWith(`/${name}`));
      const fix = near === undefined ? undefined : `write ${near}`;
      const message = `cert-manager reads no annotation of ${OLD}/ since 0.11`;
      return [{ ...foundAt(item, path, message, fix), part: "key" }];
    }
    if (!PREFIXES.has(prefix) || KNOWN.includes(key)) return [];
    const near = closest(key, KNOWN) ?? KNOWN.find((each) => each.endsWith(`/${name}`));
    const fix = near === undefined ? undefined : `did you mean ${near}?`;
    return [{ ...foundAt(item, path, `cert-manager has no annotation ${key}`, fix), part: "key" }];
  });
}

const OLD = "certmanager.k8s.io";
const PREFIXES: ReadonlySet<string> = new Set(["cert-manager.io", "acme.cert-manager.io"]);

/** @see github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1/types.go (1.21) */
const KNOWN: readonly string[] = `
  cert-manager.io/allow-direct-injection cert-manager.io/alt-names cert-manager.io/certificate-name
  cert-manager.io/cluster-issuer cert-manager.io/common-name cert-manager.io/duration
  cert-manager.io/email-sans cert-manager.io/ignore-tls-listeners
  cert-manager.io/inject-apiserver-ca cert-manager.io/inject-ca-from
  cert-manager.io/inject-ca-from-secret cert-manager.io/ip-sans
  cert-manager.io/issue-temporary-certificate cert-manager.io/issuer cert-manager.io/issuer-group
  cert-manager.io/issuer-kind cert-manager.io/issuer-name cert-manager.io/parent-gateway
  cert-manager.io/private-key-algorithm cert-manager.io/private-key-encoding
  cert-manager.io/private-key-rotation-policy cert-manager.io/private-key-size
  cert-manager.io/renew-before cert-manager.io/renew-before-percentage
  cert-manager.io/revision-history-limit cert-manager.io/secret-template
  cert-manager.io/subject-countries cert-manager.io/subject-localities
  cert-manager.io/subject-organizationalunits cert-manager.io/subject-organizations
  cert-manager.io/subject-postalcodes cert-manager.io/subject-provinces
  cert-manager.io/subject-serialnumber cert-manager.io/subject-streetaddresses
  cert-manager.io/uri-sans cert-manager.io/usages acme.cert-manager.io/http01-edit-in-place
  acme.cert-manager.io/http01-ingress-class acme.cert-manager.io/http01-ingress-ingressclassname
  acme.cert-manager.io/http01-override-ingress-class
  acme.cert-manager.io/http01-override-ingress-ingressclassname
  acme.cert-manager.io/http01-override-ingress-name acme.cert-manager.io/http01-parentreffallback
  acme.cert-manager.io/http01-parentrefkind acme.cert-manager.io/http01-parentrefname
  acme.cert-manager.io/http01-parentrefnamespace`
  .trim()
  .split(/\s+/);
