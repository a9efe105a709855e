import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type World } from "../world.ts";
import { peersOf } from "./traffic/peers.ts";
import { type Policy, policies } from "./traffic/policies.ts";

export const policyClusterIp: Rule = {
  id: "policy-cluster-ip",
  layer: "graphs",
  severity: "info",
  title: "a policy that names the address of a Service",
  why: "most networks replace the address of a Service by that of a pod before they look at policies: the block then never matches, and on networks where it does, the policy holds for that cluster alone",
  fix: "select the pods behind the Service: namespaceSelector and podSelector",
  bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: 10.96.7.7, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  egress: [{ to: [{ ipBlock: { cidr: 10.96.7.7/32 } }] }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: 10.96.7.7, selector: { app: db }, ports: [{ port: 5432 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: db, image: "postgres:18", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: {}
  ingress: [{}]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
    - to: [{ namespaceSelector: {} }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
  find: (world) => policies(world).flatMap((policy) => foundIn(world, policy)),
};

/** Addresses that clusters give to DNS and to the API server, unless they are told otherwise. */
const USUAL: readonly (readonly [string, string])[] = [
  ["10.96.0.10", "kube-dns"],
  ["10.43.0.10", "kube-dns"],
  ["10.96.0.1", "kubernetes"],
  ["10.43.0.1", "kubernetes"],
];

const services = once(
  (world): ReadonlyMap<string, string> =>
    new Map([
      ...USUAL,
      ...inventory(world)
        .all("Service")
        .flatMap(({ name, object }) =>
          (object.spec?.clusterIPs ?? [object.spec?.clusterIP ?? ""]).map(
            (ip) => [ip, name] as const,
          ),
        ),
    ]),
);

function foundIn(world: World, { item, policy }: Policy): FoundInObject[] {
  return peersOf(policy.spec ?? {}).flatMap(({ peer: { ipBlock }, path }): FoundInObject[] => {
    if (!ipBlock) return [];
    const found = /^(.*)\/(32|128)$/.exec(ipBlock.cidr ?? "");
    const service = found && services(world).get(found[1] ?? "");
    if (!service) return [];
    const message = `${found[1]} is the address of Service ${service}`;
    return [foundAt(item, path().field("ipBlock", "cidr"), message)];
  });
}
