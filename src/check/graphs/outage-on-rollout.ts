import { fenceposts } from "../../kubernetes/pod-share.ts";
import type { DeploymentSpec } from "../../kubernetes/types/apps.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { scaleOf } from "./rollout/scale.ts";
import { isAside, type Pods } from "./selectors/pods.ts";
import { selectingServices } from "./selectors/services.ts";

/** @see k8s.io/kubernetes/pkg/controller/deployment/rolling.go, recreate.go */
export const outageOnRollout: Rule = {
  id: "outage-on-rollout",
  layer: "graphs",
  severity: "info",
  title: "an update that takes all pods behind a Service away before new ones are ready",
  why: "during each update, and for as long as the new version does not become ready, the Service has no endpoint",
  fix: "let maxUnavailable be less than the replicas, or 0 with maxSurge 1; Recreate is for programs of which two versions must not run at once",
  bad: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  strategy: { type: Recreate }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }]
`,
  good: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  strategy: { rollingUpdate: { maxUnavailable: 1 } }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 8080 }] }]
`,
  find: (world: World) => {
    const served = new Map<Pods, string>();
    for (const { service, selection } of selectingServices(world))
      for (const pods of selection.pods) if (!served.has(pods)) served.set(pods, titleOf(service));
    return [...served].flatMap(([pods, service]): FoundInObject[] => {
      const { item, workload } = pods;
      const scale = scaleOf(world, item);
      if (item.kind !== "Deployment" || workload?.rollout) return [];
      if (!scale || scale.minimum < 2 || isAside(pods)) return [];
      const { strategy } = (item.object.spec ?? {}) as Decoded<DeploymentSpec>;
      const path = FieldPath.root.field("spec", "strategy");
      const behind = `${scale.minimum} replicas behind ${service}`;
      if (strategy?.type === "Recreate")
        return [foundAt(item, path.field("type"), `Recreate ends all ${behind} at once`)];
      const rolling = strategy?.rollingUpdate ?? {};
      if (fenceposts(rolling, scale.minimum).unavailable < scale.minimum) return [];
      const message = `maxUnavailable ${rolling.maxUnavailable} lets all ${behind} go at once`;
      return [foundAt(item, path.field("rollingUpdate", "maxUnavailable"), message)];
    });
  },
};
