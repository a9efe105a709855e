import { foundAt } from "../objects/found.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { refusedByQuota } from "./capacity/refused.ts";

export const quotaDemandsResources: Rule = {
  id: "quota-demands-resources",
  layer: "graphs",
  severity: "error",
  title: "containers without the requests or limits that a quota demands",
  why: "a namespace whose quota limits CPU or memory refuses every pod with a container that does not say how much it takes",
  fix: "write it for each container, init containers too, or add a LimitRange with defaults to the namespace",
  bad: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "4", limits.memory: 8Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: 500m, memory: 64Mi } }
`,
  good: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "4", limits.memory: 8Gi } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: defaults, namespace: shop }
spec: { limits: [{ type: Container, default: { memory: 64Mi } }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: 500m, memory: 64Mi } }
`,
  find: (world: World) =>
    [...refusedByQuota(world)].map(([item, { quota, lacking }]): FoundInObject => {
      const [first] = lacking;
      const names = someOf(lacking.map(({ container }) => container));
      const what = lacking.length === 1 ? `container ${names} has` : `containers ${names} have`;
      const said = `${what} no ${first.missing.join(", ")}, which the quota ${quota.name} demands`;
      return foundAt(item, first.path, said);
    }),
};
