import type { DeploymentSpec } from "../../kubernetes/types/apps.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type PlacedContainer, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { patienceOf } from "./rollout/probes.ts";

/** @see k8s.io/kubernetes/pkg/controller/deployment/util/deployment_util.go DeploymentTimedOut */
export const startupBeyondDeadline: Rule = {
  id: "startup-beyond-deadline",
  layer: "graphs",
  severity: "warning",
  title: "a progress deadline that is over before the probes give up on a start",
  why: "a slow start that the probes allow counts as a failed rollout: ProgressDeadlineExceeded, and kubectl rollout status and the pipeline behind it fail",
  fix: "set progressDeadlineSeconds above the longest start that the probes allow, or let them allow less",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  progressDeadlineSeconds: 120
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          startupProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 10, failureThreshold: 30 }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  progressDeadlineSeconds: 120
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          startupProbe: { httpGet: { path: /, port: 8080 }, periodSeconds: 10, failureThreshold: 10 }
`,
  find: (world: World) =>
    workloads(world).flatMap(({ item, containers, rollout }): FoundInObject[] => {
      if (item.group !== "apps" || item.kind !== "Deployment" || rollout) return [];
      const { progressDeadlineSeconds: deadline = DEFAULT } = (item.object.spec ??
        {}) as Decoded<DeploymentSpec>;
      const path = FieldPath.root.field("spec", "progressDeadlineSeconds");
      const [slowest] = containers
        .map((placed) => ({ placed, seconds: longestStart(placed), least: delayOf(placed) }))
        .sort((a, b) => b.seconds - a.seconds);
      if (!slowest || slowest.seconds <= deadline) return [];
      // Who allows a long start and leaves the deadline alone, hardly waits for the rollout.
      if (deadline === DEFAULT && slowest.least <= deadline) return [];
      const { container } = slowest.placed;
      const message = `the deadline is ${deadline} s, and the probes of container ${container.name} allow a start of ${slowest.seconds} s`;
      return [foundAt(item, path, message)];
    }),
};

/** @see k8s.io/kubernetes/pkg/apis/apps/v1/defaults.go SetDefaults_Deployment */
const DEFAULT = 600;

/** Seconds until a container that starts as slowly as its probes allow is asked whether it is ready. */
function longestStart(placed: PlacedContainer): number {
  const { startupProbe } = placed.container;
  return Math.max(startupProbe ? patienceOf(startupProbe) : 0, delayOf(placed));
}

/** Seconds until a container is asked whether it is ready, however fast it starts. */
function delayOf({ container, role }: PlacedContainer): number {
  const { startupProbe, readinessProbe } = container;
  if (role === "init") return 0;
  return Math.max(readinessProbe?.initialDelaySeconds ?? 0, startupProbe?.initialDelaySeconds ?? 0);
}
