import { formatQuantity, type Quantity } from "../../kubernetes/quantity.ts";
import { subtractQuantities } from "../../kubernetes/quantity-arithmetic.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { someOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { excessOf, excessText, needersOf, type QuotaLoad, quotaLoads } from "./capacity/quotas.ts";
import { stuckIn } from "./quota-blocks-rollout.ts";
import { alwaysExceeded } from "./quota-exceeded.ts";

export const quotaHeadroom: Rule = {
  id: "quota-headroom",
  layer: "graphs",
  severity: "warning",
  title: "a quota that is too small for the autoscalers' maxima, rollouts and jobs",
  why: "when the load is highest, the last pods are refused; a rollout at that time, and a job, wait for a quarter of an hour and more between their attempts",
  fix: "raise the quota, or lower the maxima",
  bad: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "10" } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: "1", memory: 64Mi }, limits: { memory: 64Mi } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 10
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`,
  good: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "11" } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: "1", memory: 64Mi }, limits: { memory: 64Mi } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 10
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
`,
  find: (world: World) =>
    quotaLoads(world).flatMap((load): FoundInObject[] => {
      if (alwaysExceeded(load).length > 0 || stuckIn(load).length > 0) return [];
      const excess = excessOf(load, (name) => load.most.get(name));
      const [first] = excess;
      if (!first) return [];
      const all = excess.map(
        (each) =>
          `${excessText(each)} (${formatQuantity(subtractQuantities(each.needed, each.allowed))} too many)`,
      );
      const needers = needersOf(
        load.pods,
        first.name,
        ({ count, atMost }) => count.most + (atMost?.surge ?? 0),
      );
      const path = FieldPath.root.field("spec", "hard").key(first.name);
      const message = `with everything at its maximum${partsOf(load, first.name)} it takes ${all.join(", ")}`;
      const by = needers.length > 0 ? `: ${someOf(needers)}` : "";
      return [foundAt(load.quota, path, `${message}${by}`)];
    }),
};

/** What is not there all the time. */
function partsOf({ surge, jobs }: QuotaLoad, name: string): string {
  const text = (amount: Quantity | undefined, what: string) =>
    amount && amount.unscaled > 0n ? ` and ${formatQuantity(amount)} ${what}` : "";
  return `${text(surge.get(name), "for pods that are being replaced")}${text(jobs.get(name), "for jobs")}`;
}
