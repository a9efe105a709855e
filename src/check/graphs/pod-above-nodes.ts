import { requestsOf } from "../../kubernetes/pod-usage.ts";
import { formatQuantity, ZERO } from "../../kubernetes/quantity.ts";
import { compareQuantities, maxQuantity } from "../../kubernetes/quantity-arithmetic.ts";
import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { clusterNodes } from "./capacity/cluster.ts";
import { countOf } from "./capacity/scale.ts";

export const podAboveNodes: Rule = {
  id: "pod-above-nodes",
  layer: "graphs",
  severity: "warning",
  title: "a pod that requests more than any node of the cluster has",
  why: "no node takes it: it is Pending until there is a larger one",
  fix: "request less, or add nodes of that size",
  bad: `apiVersion: v1
kind: Node
metadata: { name: small }
status: { allocatable: { cpu: "4", memory: 8Gi } }
---
apiVersion: v1
kind: Pod
metadata: { name: model }
spec:
  containers:
    - name: model
      image: example.com/model:v1
      resources: { requests: { cpu: "2", memory: 16Gi }, limits: { memory: 16Gi } }
`,
  good: `apiVersion: v1
kind: Node
metadata: { name: large }
status: { allocatable: { cpu: "4", memory: 32Gi } }
---
apiVersion: v1
kind: Pod
metadata: { name: model }
spec:
  containers:
    - name: model
      image: example.com/model:v1
      resources: { requests: { cpu: "2", memory: 16Gi }, limits: { memory: 16Gi } }
`,
  *find(world: World): Iterable<FoundInObject> {
    const nodes = clusterNodes(world);
    if (nodes.length === 0) return;
    const largest = {
      cpu: nodes.map(({ cpu }) => cpu).reduce(maxQuantity, ZERO),
      memory: nodes.map(({ memory }) => memory).reduce(maxQuantity, ZERO),
    };
    for (const workload of workloads(world)) {
      if ((countOf(world, workload)?.most ?? 0) === 0) continue;
      const requests = requestsOf(workload.spec);
      const { cpu = ZERO, memory = ZERO } = Object.fromEntries(requests);
      const isTaken = nodes.some(
        (node) =>
          compareQuantities(cpu, node.cpu) <= 0 && compareQuantities(memory, node.memory) <= 0,
      );
      if (isTaken) continue;
      const message = `a pod requests ${formatQuantity(cpu)} CPU and ${formatQuantity(memory)}, and no node has more than ${formatQuantity(largest.cpu)} CPU and ${formatQuantity(largest.memory)}`;
      yield foundAt(workload.item, workload.specPath.field("containers"), message);
    }
  },
};
