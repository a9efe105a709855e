import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import {
  type Excess,
  excessOf,
  excessText,
  needersOf,
  type QuotaLoad,
  quotaLoads,
} from "./capacity/quotas.ts";

export const quotaExceeded: Rule = {
  id: "quota-exceeded",
  layer: "graphs",
  severity: "error",
  title: "a quota that is too small for what is in its namespace",
  why: "the server refuses what comes last: pods are missing, and only the events of their ReplicaSet say why",
  fix: "raise the quota, or ask for less: replicas, requests, an autoscaler's minimum",
  bad: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "1", pods: 10 } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: 500m, memory: 64Mi }, limits: { memory: 64Mi } }
`,
  good: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "2", pods: 10 } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: 500m, memory: 64Mi }, limits: { memory: 64Mi } }
`,
  find: (world: World) =>
    quotaLoads(world).flatMap((load): FoundInObject[] => {
      const excess = alwaysExceeded(load);
      const [first] = excess;
      if (!first) return [];
      const isTogether = excessOf(load, (name) => load.least.get(name)).length > 0;
      const needers = needersOf(load.pods, first.name, ({ count, usage }) => {
        if (isTogether) return count.least;
        return excessOf(load, (name) => usage.get(name)).length > 0 ? 1 : 0;
      });
      const by = needers.length > 0 ? `: ${someOf(needers)}` : "";
      const path = FieldPath.root.field("spec", "hard").key(first.name);
      return [
        foundAt(load.quota, path, `what is here needs ${excess.map(excessText).join(", ")}${by}`),
      ];
    }),
};

/** What is above the quota all the time, or as soon as a single pod is made. */
export function alwaysExceeded(load: QuotaLoad): readonly Excess[] {
  const always = excessOf(load, (name) => load.least.get(name));
  if (always.length > 0) return always;
  for (const { count, usage } of load.pods) {
    const alone = count.most === 0 ? [] : excessOf(load, (name) => usage.get(name));
    if (alone.length > 0) return alone;
  }
  return [];
}
