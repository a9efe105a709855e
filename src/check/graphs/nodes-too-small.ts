import { requestsOf, Sum } from "../../kubernetes/pod-usage.ts";
import { formatQuantity, type Quantity, ZERO } from "../../kubernetes/quantity.ts";
import {
  addQuantities,
  compareQuantities,
  multiplyQuantity,
} from "../../kubernetes/quantity-arithmetic.ts";
import { foundAt } from "../objects/found.ts";
import { type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { clusterNodes } from "./capacity/cluster.ts";
import { countOf } from "./capacity/scale.ts";

export const nodesTooSmall: Rule = {
  id: "nodes-too-small",
  layer: "graphs",
  severity: "warning",
  title: "nodes that together have less than what is to run on them",
  why: "the last pods are Pending; which ones is chance, and after each restart others",
  fix: "add nodes, or lower requests, replicas or the autoscalers' maxima",
  bad: `apiVersion: v1
kind: Node
metadata: { name: only }
status: { allocatable: { cpu: "4", memory: 16Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 5
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: "1", memory: 64Mi }, limits: { memory: 64Mi } }
`,
  good: `apiVersion: v1
kind: Node
metadata: { name: only }
status: { allocatable: { cpu: "8", memory: 16Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 5
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          resources: { requests: { cpu: "1", memory: 64Mi }, limits: { memory: 64Mi } }
`,
  *find(world: World): Iterable<FoundInObject> {
    const nodes = clusterNodes(world);
    if (nodes.length === 0) return;
    const howMany = nodes.reduce((sum, each) => sum + each.count, 0);
    const most = new Sum(["cpu", "memory"]);
    let heaviest: { readonly workload: Workload; readonly total: Quantity } | undefined;
    for (const workload of workloads(world)) {
      const { item, spec } = workload;
      const count = countOf(world, workload);
      const pods = item.kind === "DaemonSet" ? howMany : (count?.most ?? 0);
      if (!count || count.ends || pods === 0) continue;
      const requests = requestsOf(spec);
      most.add(requests, pods);
      const total = multiplyQuantity(requests.get("cpu") ?? ZERO, pods);
      if (!heaviest || compareQuantities(total, heaviest.total) > 0) heaviest = { workload, total };
    }
    for (const name of ["cpu", "memory"] as const) {
      const has = nodes.reduce(
        (sum, each) => addQuantities(sum, multiplyQuantity(each[name], each.count)),
        ZERO,
      );
      const needs = most.get(name) ?? ZERO;
      if (!heaviest || compareQuantities(needs, has) <= 0) continue;
      const message = `everything at its maximum requests ${name} ${formatQuantity(needs)}, and the nodes together have ${formatQuantity(has)}`;
      const { item, specPath } = heaviest.workload;
      return yield foundAt(item, specPath.field("containers"), message);
    }
  },
};
