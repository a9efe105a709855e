import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { lostAddresses } from "./addresses/lost.ts";
import { lostFound } from "./addresses/lost-found.ts";

/** @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
export const unknownHost: Rule = {
  id: "unknown-host",
  layer: "graphs",
  severity: "warning",
  title: "an address inside the cluster of which there is no Service",
  why: "the name is not found, and whatever connects to it fails: at its start, or when it is first used",
  fix: "mend the name, add the Service, or say that it is there: --assume Service/NAMESPACE/NAME",
  bad: `apiVersion: v1
kind: Service
metadata: { name: redis, namespace: shop }
spec: { selector: { app: redis }, ports: [{ port: 6379 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: redis, namespace: shop, labels: { app: redis } }
spec: { containers: [{ name: redis, image: "redis:8", ports: [{ containerPort: 6379 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - { name: CACHE_URL, value: "redis://reddis:6379/0" }
        - { name: QUEUE_URL, value: "redis://redis.production.svc:6379/1" }
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: redis, namespace: shop }
spec: { selector: { app: redis }, ports: [{ port: 6379 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: redis, namespace: shop, labels: { app: redis } }
spec: { containers: [{ name: redis, image: "redis:8", ports: [{ containerPort: 6379 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - { name: CACHE_URL, value: "redis://redis:6379/0" }
        - { name: QUEUE_URL, value: "redis://redis.shop.svc:6379/1" }
`,
  find: (world: World) => lostFound(lostAddresses(world).filter(({ isShown }) => isShown)),
};
