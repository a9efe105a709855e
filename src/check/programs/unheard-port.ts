import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Ask, asks, probeAsks } from "./running/asks.ts";
import { type Listening, listening, type Socket } from "./running/listening.ts";
import { pods, type Running } from "./running/running.ts";

export const unheardPort: Rule = {
  id: "unheard-port",
  layer: "programs",
  severity: "error",
  title: "a port on which the program does not listen",
  why: "every connection to it is refused: a probe fails, and clients of a Service get nothing",
  fix: "ask the port on which the program listens, or tell the program to listen on this one",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.29
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /, port: http } }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  default.conf: |
    server {
      listen 8080;
      root /usr/share/nginx/html;
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.29
          ports: [{ name: http, containerPort: 8080 }]
          readinessProbe: { httpGet: { path: /, port: http } }
          resources: { requests: { cpu: 10m, memory: 32Mi }, limits: { memory: 64Mi } }
          volumeMounts: [{ name: servers, mountPath: /etc/nginx/conf.d }]
      volumes: [{ name: servers, configMap: { name: web } }]
`,
  find: (world: World) =>
    [...pods(world)].flatMap(([workload, containers]): FoundInObject[] => {
      // On the node's network other programs listen too.
      if (workload.spec.hostNetwork || containers.every(({ program }) => !program)) return [];
      const staying = containers.filter(({ placed }) => placed.role !== "init");
      const heard = staying.map((each) => listening(world, each));
      const services = asks(world).get(workload) ?? [];
      const asked = [
        ...services.filter(({ port }) => !isToldAlready(port, staying)),
        ...staying.flatMap(({ placed }) => probeAsks(workload, placed)),
      ];
      const lost = asked.filter(({ port }) => isUnheard(port, heard, asked));
      return [...Map.groupBy(lost, ({ port }) => port)].map(([port, all]) =>
        found(port, all, staying, heard),
      );
    }),
};

/** That a Service sends to a port other than those that are declared is `undeclared-target-port`. */
function isToldAlready(port: number, staying: readonly Running[]): boolean {
  return staying.every(({ placed: { container } }) => {
    const { ports = [] } = container;
    return ports.length > 0 && ports.every(({ containerPort }) => containerPort !== port);
  });
}

function isUnheard(
  port: number,
  heard: readonly (Listening | undefined)[],
  asked: readonly Ask[],
): boolean {
  return heard.every((each) => {
    if (!each || each.sockets.length === 0) return false;
    if (each.sockets.some((socket) => socket.port === port)) return false;
    if (each.perhaps !== "any") return !each.perhaps.includes(port);
    // Somebody's own program may listen on more; that nobody asks the port it was told is no chance.
    return each.sockets.every((socket) => asked.every((ask) => ask.port !== socket.port));
  });
}

function found(
  port: number,
  all: readonly Ask[],
  staying: readonly Running[],
  heard: readonly (Listening | undefined)[],
): FoundInObject {
  const sockets = heard.flatMap((each) => each?.sockets ?? []);
  const programs = staying.map(({ program }) => program?.name ?? "");
  const names = listed(programs);
  const verb = programs.length === 1 ? "listens" : "listen";
  const message = `${names} ${verb} on ${listed(sockets.map(shown))}, not on ${port}; ${listed(
    all.map(({ who }) => who),
  )} ${all.length === 1 ? "asks" : "ask"} that`;
  const [first] = all as [Ask, ...Ask[]];
  const declaring = staying.find(({ placed }) =>
    placed.container.ports?.some(({ containerPort }) => containerPort === port),
  );
  if (!declaring) return foundAt(first.item, first.path, message);
  const { placed, workload } = declaring;
  const index = placed.container.ports?.findIndex((each) => each.containerPort === port) ?? 0;
  const path = placed.path.field("ports").index(index).field("containerPort");
  return foundAt(workload.item, path, message);
}

function shown({ port, by }: Socket): string {
  return `${port} (${by})`;
}
