import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { lostAddresses } from "./addresses/lost.ts";
import { lostFound } from "./addresses/lost-found.ts";

export const unprovidedHost: Rule = {
  id: "unprovided-host",
  layer: "graphs",
  severity: "info",
  title: "an address inside the cluster whose Service is not in the input",
  why: "if nothing else makes the Service, the name is not found and whatever connects to it fails",
  fix: "check with what makes the Service too, or say that it is there: --assume Service/NAMESPACE/NAME",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: CACHE_URL, value: "redis://cache:6379/0" }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: cache, namespace: shop }
spec: { selector: { app: cache }, ports: [{ port: 6379 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: cache, namespace: shop, labels: { app: cache } }
spec: { containers: [{ name: cache, image: "redis:8", ports: [{ containerPort: 6379 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env: [{ name: CACHE_URL, value: "redis://cache:6379/0" }]
`,
  find: (world: World) => lostFound(lostAddresses(world).filter(({ isShown }) => !isShown)),
};
