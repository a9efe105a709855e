import type { StatefulSet } from "../../kubernetes/types/apps.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import type { Item } from "../objects/inventory.ts";
import { inventory } from "../objects/inventory.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Refused, refusedClaim, refusedOf } from "./capacity/constraints.ts";
import { demandsOf } from "./capacity/limit-ranges.ts";

export const limitRangeRefuses: Rule = {
  id: "limit-range-refuses",
  layer: "graphs",
  severity: "error",
  title: "pods and claims that a LimitRange of their namespace does not let in",
  why: "the server takes the workload and refuses each of its pods; only the events of its ReplicaSet say why",
  fix: "keep to the LimitRange, or change it",
  bad: `apiVersion: v1
kind: LimitRange
metadata: { name: sizes, namespace: shop }
spec: { limits: [{ type: Container, max: { memory: 512Mi }, default: { memory: 256Mi } }] }
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
          resources: { requests: { memory: 256Mi }, limits: { memory: 1Gi } }
`,
  good: `apiVersion: v1
kind: LimitRange
metadata: { name: sizes, namespace: shop }
spec: { limits: [{ type: Container, max: { memory: 512Mi }, default: { memory: 256Mi } }] }
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
          resources: { requests: { memory: 256Mi }, limits: { memory: 512Mi } }
`,
  *find(world: World): Iterable<FoundInObject> {
    if (inventory(world).all("LimitRange").length === 0) return;
    for (const workload of workloads(world)) {
      const demands = demandsOf(world, workload.item.namespace);
      if (demands.length > 0) yield* told(workload.item, refusedOf(workload, demands));
    }
    for (const item of inventory(world).all("PersistentVolumeClaim")) {
      const demands = demandsOf(world, item.namespace);
      const path = FieldPath.root.field("spec");
      yield* told(item as Item, refusedClaim(item.object.spec ?? {}, path, demands));
    }
    for (const item of inventory(world).all("StatefulSet")) {
      const demands = demandsOf(world, item.namespace);
      const { volumeClaimTemplates = [] } = (item.object as Decoded<StatefulSet>).spec ?? {};
      for (const [index, { spec = {} }] of volumeClaimTemplates.entries()) {
        const path = FieldPath.root
          .field("spec", "volumeClaimTemplates")
          .index(index)
          .field("spec");
        yield* told(item as Item, refusedClaim(spec, path, demands));
      }
    }
  },
};

/** An object is refused once, whatever number of its containers are wrong. */
function told(item: Item, [first, ...more]: readonly Refused[]): FoundInObject[] {
  if (!first) return [];
  const rest = more.length > 0 ? ` (and ${more.length} more)` : "";
  return [foundAt(item, first.path, `${first.message}${rest}`)];
}
