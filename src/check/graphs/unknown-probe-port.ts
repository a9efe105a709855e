import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import { type PlacedContainer, type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const HANDLERS = ["httpGet", "tcpSocket"] as const;

/** @see k8s.io/kubernetes/pkg/probe/util.go ResolveContainerPort, pkg/kubelet/prober/worker.go doProbe */
export const unknownProbePort: Rule = {
  id: "unknown-probe-port",
  layer: "graphs",
  severity: "error",
  title: "a probe of a port by a name that its container does not have",
  why: "the kubelet knows no port to ask: the container never becomes ready, nor is it ever started; a livenessProbe is never asked and restarts nothing",
  fix: "name one of the container's own ports: those of the containers beside do not count",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /ready, port: web } }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /ready, port: http } }
`,
  find: (world: World) =>
    workloads(world).flatMap((workload) =>
      workload.containers.flatMap((placed) => judge(workload, placed)),
    ),
};

function judge({ item }: Workload, { container, path }: PlacedContainer): FoundInObject[] {
  // A patch for a container names what it changes alone.
  if (!container.image) return [];
  const names = (container.ports ?? []).flatMap(({ name }) => name ?? []);
  return PROBES.flatMap((probe) =>
    HANDLERS.flatMap((handler): FoundInObject[] => {
      const port = container[probe]?.[handler]?.port;
      if (typeof port !== "string" || names.includes(port) || /^[0-9]+$/.test(port)) return [];
      const message = `the ${probe} of container ${container.name ?? ""} asks a port ${quote(port)}, which it does not have`;
      const fix = names.length > 0 ? `there is: ${names.join(", ")}` : undefined;
      const found = foundAt(item, path.field(probe, handler, "port"), message, fix);
      return [{ ...found, severity: probe === "livenessProbe" ? "warning" : undefined }];
    }),
  );
}
