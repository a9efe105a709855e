import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import { isSameNamespace } from "../objects/inventory.ts";
import { listed } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Wanted, wantedCertificates } from "./cert-manager/certificates.ts";

/** @see github.com/cert-manager/cert-manager/pkg/controller/certificate-shim/sync.go */
export const sharedCertificateSecret: Rule = {
  id: "shared-certificate-secret",
  layer: "programs",
  severity: "error",
  title: "two certificates for one Secret",
  why: "cert-manager lets one of them write the Secret and refuses the other: clients of its hosts get a certificate for somebody else",
  fix: "give each its own Secret, or name all hosts in one of them",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  tls: [{ hosts: [shop.example.org], secretName: shop-tls }]
  rules: [{ host: shop.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: api, namespace: shop, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  tls: [{ hosts: [api.example.org], secretName: shop-tls }]
  rules: [{ host: api.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec: { selfSigned: {} }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  tls: [{ hosts: [shop.example.org], secretName: shop-tls }]
  rules: [{ host: shop.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: api, namespace: shop, annotations: { cert-manager.io/cluster-issuer: letsencrypt } }
spec:
  tls: [{ hosts: [api.example.org], secretName: api-tls }]
  rules: [{ host: api.example.org, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec: { selfSigned: {} }
`,
  find: (world: World) => {
    const bySecret = Map.groupBy(wantedCertificates(world), ({ secretName }) => secretName);
    return [...bySecret.values()].flatMap((all): FoundInObject[] => {
      const [first, ...others] = all as [Wanted, ...Wanted[]];
      return others.flatMap((other) => {
        const before = [first, ...others.slice(0, others.indexOf(other))].find((each) =>
          isRival(each, other),
        );
        if (!before) return [];
        const message = `${shown(other)} and ${shown(before)} both ask for the Secret ${quote(other.secretName)}, for different hosts (${hosts(other)}; ${hosts(before)})`;
        return [foundAt(other.item, other.path, message)];
      });
    });
  },
};

/** With the same hosts the one that comes second finds what it wants. */
function isRival(one: Wanted, other: Wanted): boolean {
  // Of an object without a namespace nobody knows where it will be.
  if (one.namespace === undefined || other.namespace === undefined) {
    if (one.namespace !== other.namespace) return false;
  }
  if (!isSameNamespace(one.namespace, other.namespace)) return false;
  return hosts(one) !== hosts(other);
}

function hosts({ hosts: all }: Wanted): string {
  return listed(all.map(({ name }) => name).toSorted());
}

function shown({ item }: Wanted): string {
  return `${item.kind} ${item.name}`;
}
