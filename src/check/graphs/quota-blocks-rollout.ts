import { formatQuantity } from "../../kubernetes/quantity.ts";
import {
  addQuantities,
  multiplyQuantity,
  subtractQuantities,
} from "../../kubernetes/quantity-arithmetic.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { someOf, titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import {
  type Counted,
  excessOf,
  excessText,
  type QuotaLoad,
  quotaLoads,
} from "./capacity/quotas.ts";
import { alwaysExceeded } from "./quota-exceeded.ts";

export const quotaBlocksRollout: Rule = {
  id: "quota-blocks-rollout",
  layer: "graphs",
  severity: "error",
  title: "a quota that leaves no room for the pod that a rollout starts first",
  why: "no old pod may go before a new one is ready, and the quota refuses the new one: the rollout stands still until its deadline, and the old version goes on",
  fix: "raise the quota by one pod, or let a pod be missing: maxSurge: 0, maxUnavailable: 1",
  bad: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "2" } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: "1", memory: 64Mi }, limits: { memory: 64Mi } }
`,
  good: `apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: shop }
spec: { hard: { requests.cpu: "3" } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: "1", memory: 64Mi }, limits: { memory: 64Mi } }
`,
  find: (world: World) =>
    quotaLoads(world).flatMap((load): FoundInObject[] => {
      if (alwaysExceeded(load).length > 0) return [];
      const stuck = stuckIn(load);
      const [first] = stuck;
      const [excess] = first ? excessWith(first, load) : [];
      if (!first || !excess) return [];
      const missing = formatQuantity(subtractQuantities(excess.needed, excess.allowed));
      const who = someOf(stuck.map(({ workload }) => titleOf(workload.item)));
      const path = FieldPath.root.field("spec", "hard").key(excess.name);
      const what = `the next rollout of ${who} needs ${excessText(excess)}, ${missing} too many`;
      // A second colour runs as a whole before the first one goes.
      const isColour = first.first > 1;
      const why = isColour ? "for all its new pods beside the old ones" : "for its first new pod";
      const fix = isColour ? "raise the quota so that both colours fit in" : undefined;
      return [foundAt(load.quota, path, `${what}, ${why}`, fix)];
    }),
};

/** Deployments and Rollouts of which no pod can be replaced. */
export function stuckIn(load: QuotaLoad): readonly Counted[] {
  return load.pods.filter(
    (each) =>
      each.count.least > 0 &&
      each.atLeast !== undefined &&
      each.atLeast.unavailable === 0 &&
      excessWith(each, load).length > 0,
  );
}

function excessWith({ usage, first }: Counted, load: QuotaLoad) {
  return excessOf(load, (name) => {
    const one = usage.get(name);
    const all = load.least.get(name);
    if (!one || one.unscaled === 0n || !all) return undefined;
    return addQuantities(all, multiplyQuantity(one, first));
  });
}
