import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { asksSame, patienceOf } from "./rollout/probes.ts";

/** Seconds. */
const LONG = 30;

/** @see k8s.io/kubernetes/pkg/kubelet/prober/worker.go doProbe */
export const livenessBeforeStartup: Rule = {
  id: "liveness-before-startup",
  layer: "graphs",
  severity: "warning",
  title: "a liveness probe that gives up before the readiness probe begins",
  why: "a program that takes as long to start as its readiness probe waits for is killed on the way, each time anew: CrashLoopBackOff without an error of its own",
  fix: "add a startupProbe with the same check and as many failures as a slow start takes: the liveness probe waits for it",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: example.com/web:v1
          readinessProbe: { httpGet: { path: /ready, port: 8080 }, initialDelaySeconds: 60 }
          livenessProbe: { httpGet: { path: /live, port: 8080 }, periodSeconds: 5 }
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
      containers:
        - name: web
          image: example.com/web:v1
          startupProbe: { httpGet: { path: /live, port: 8080 }, failureThreshold: 30, periodSeconds: 3 }
          readinessProbe: { httpGet: { path: /ready, port: 8080 } }
          livenessProbe: { httpGet: { path: /live, port: 8080 }, periodSeconds: 5 }
`,
  find: (world: World) =>
    workloads(world).flatMap(({ item, containers }) =>
      containers.flatMap(({ container, path }): FoundInObject[] => {
        const { livenessProbe, readinessProbe, startupProbe } = container;
        if (!livenessProbe || !readinessProbe || startupProbe) return [];
        if (!asksSame(livenessProbe, readinessProbe)) return [];
        const start = readinessProbe.initialDelaySeconds ?? 0;
        const patience = patienceOf(livenessProbe);
        // Most programs are up well before what people write there, to be on the safe side.
        if (2 * patience >= start || start < LONG) return [];
        const message = `the probe ends a container ${patience} s after its start, and readiness is asked for only after ${start} s`;
        return [foundAt(item, path.field("livenessProbe"), message)];
      }),
    ),
};
