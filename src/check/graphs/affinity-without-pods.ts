import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { affinityTerms } from "./rollout/affinity.ts";
import { absence } from "./selectors/absent.ts";
import { showSelector } from "./selectors/index-of-pods.ts";

export const affinityWithoutPods: Rule = {
  id: "affinity-without-pods",
  layer: "graphs",
  severity: "warning",
  title: "a term of pod affinity or anti-affinity that matches no pod",
  why: "anti-affinity to nothing spreads nothing, and all pods may land on one node; a required affinity to nothing leaves the pods Pending",
  fix: "select labels that a pod template of the namespace has; to spread the pods of a workload, its own",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { app: wbe } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector: { matchLabels: { app: web } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  find: (world: World) =>
    workloads(world).flatMap((workload) =>
      affinityTerms(workload).flatMap(({ selector, path, isElsewhere, sort }): FoundInObject[] => {
        if (isElsewhere) return [];
        const absent = absence(world, selector, workload.item);
        if (!absent?.isAmongOthers) return [];
        const message = `${sort} to pods with the labels ${showSelector(selector)}, which no pod has`;
        return [foundAt(workload.item, path, message, absent.fix)];
      }),
    ),
};
