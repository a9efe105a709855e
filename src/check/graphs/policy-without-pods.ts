import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { absence } from "./selectors/absent.ts";
import { idlePolicies, isWhole } from "./selectors/idle-policies.ts";
import { readSelector, showSelector } from "./selectors/index-of-pods.ts";
import { peersOf } from "./traffic/peers.ts";

export const policyWithoutPods: Rule = {
  id: "policy-without-pods",
  layer: "graphs",
  severity: "warning",
  title: "a selector of a NetworkPolicy that matches no pod",
  why: "a policy that selects no pod protects none; a peer that is no pod lets nobody in or out, and the connection that it is for times out",
  fix: "select labels that a pod template of the namespace has",
  bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: wbe } }
  ingress: [{ ports: [{ port: 8080 }] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress } }, podSelector: { matchLabels: { app: gateway } } }]
      ports: [{ port: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: (world: World) =>
    inventory(world)
      .all("NetworkPolicy")
      .flatMap((policy): FoundInObject[] => {
        const idle = idlePolicies(world).get(policy);
        if (idle) return [idle];
        return peersOf(policy.object.spec ?? {}).flatMap(({ peer, path }): FoundInObject[] => {
          const read = peer.namespaceSelector ? undefined : readSelector(peer.podSelector);
          const absent = read && absence(world, read, policy);
          if (!absent || !(absent.isMistaken || isWhole(policy))) return [];
          const message = `no pod of the policy's own namespace has the labels ${showSelector(read)}`;
          return [foundAt(policy, path().field("podSelector"), message, absent.fix)];
        });
      }),
};
