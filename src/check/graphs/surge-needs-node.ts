import { fenceposts } from "../../kubernetes/pod-share.ts";
import type { DeploymentSpec } from "../../kubernetes/types/apps.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { apart } from "./rollout/apart.ts";

export const surgeNeedsNode: Rule = {
  id: "surge-needs-node",
  layer: "graphs",
  severity: "info",
  title: "an update that needs a node more than there are replicas",
  why: "the update makes a new pod before it ends an old one, and the new one may not be on a node of the old ones: where there are no more nodes than replicas it stays Pending, and the update never begins",
  fix: "set maxSurge: 0 and maxUnavailable: 1, or prefer the anti-affinity instead of requiring it; matchLabelKeys: [pod-template-hash] spreads each version by itself",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { app: web } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { app: web } }
      containers: [{ name: web, image: "example.com/web:v1" }]
`,
  find: (world: World) =>
    apart(world).flatMap(({ workload, scale, path, isPerVersion }): FoundInObject[] => {
      const { item, rollout } = workload;
      if (item.kind !== "Deployment" || rollout) return [];
      if (isPerVersion || scale.minimum === 0) return [];
      const { strategy } = (item.object.spec ?? {}) as Decoded<DeploymentSpec>;
      if (strategy?.type === "Recreate") return [];
      const { surge, unavailable } = fenceposts(strategy?.rollingUpdate ?? {}, scale.minimum);
      if (unavailable > 0) return [];
      const message = `an update of ${scale.minimum} ${scale.minimum === 1 ? "pod" : "pods"} needs ${scale.minimum + 1} nodes: no two pods may be on one, and ${surge} more come first`;
      return [foundAt(item, path, message)];
    }),
};
