import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { flagValues, hasFlag } from "./running/flags.ts";
import { pods, type Running } from "./running/running.ts";
import { openPaths, workloadsBehind } from "./websocket/paths.ts";

/** @see https://gunicorn.org/reference/settings/#worker_class */
export const websocketSyncWorker: Rule = {
  id: "websocket-sync-worker",
  layer: "programs",
  severity: "warning",
  title: "WebSockets behind workers that serve one request at a time",
  why: "a worker of gunicorn's default class is taken by one connection until it ends: it cannot speak WebSocket, and a few open connections leave nobody to answer the rest",
  fix: "give gunicorn a worker class that can: -k uvicorn.workers.UvicornWorker for ASGI, -k gevent or --threads for WSGI",
  bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: chat }
spec:
  rules:
    - host: chat.example.org
      http: { paths: [{ path: /ws, pathType: Prefix, backend: { service: { name: chat, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: chat }
spec: { selector: { app: chat }, ports: [{ port: 80, targetPort: 8000 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { containers: [{ name: chat, image: "example.com/chat:v1", command: [gunicorn, "chat.wsgi", "--bind=0.0.0.0:8000", "--workers=4"], ports: [{ containerPort: 8000 }] }] }
`,
  good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: chat }
spec:
  rules:
    - host: chat.example.org
      http: { paths: [{ path: /ws, pathType: Prefix, backend: { service: { name: chat, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: chat }
spec: { selector: { app: chat }, ports: [{ port: 80, targetPort: 8000 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat }
spec:
  selector: { matchLabels: { app: chat } }
  template:
    metadata: { labels: { app: chat } }
    spec: { containers: [{ name: chat, image: "example.com/chat:v1", command: [gunicorn, "chat.asgi", "--bind=0.0.0.0:8000", "-k", "uvicorn.workers.UvicornWorker"], ports: [{ containerPort: 8000 }] }] }
`,
  find: (world: World) => {
    const told = new Set<Running>();
    return openPaths(world).flatMap((open): FoundInObject[] =>
      workloadsBehind(world, open)
        .flatMap((workload) => pods(world).get(workload) ?? [])
        .filter((each) => isSync(each) && !told.has(each))
        .map((each) => {
          told.add(each);
          const { placed, workload } = each;
          const field = placed.container.command ? "command" : "args";
          const message = `${open.item.kind} ${open.item.name} sends ${open.path} to ${placed.container.name}, whose gunicorn has synchronous workers`;
          return foundAt(workload.item, placed.path.field(field), message);
        }),
    );
  },
};

/** What another file or variable may say is not known. */
function isSync({ program, line, env }: Running): boolean {
  if (program?.name !== "gunicorn" || !line) return false;
  if (["-c", "--config"].some((flag) => hasFlag(line, flag)) || env.isOpen) return false;
  if (env.variables.has("GUNICORN_CMD_ARGS") || hasFlag(line, "--threads")) return false;
  const classes = ["-k", "--worker-class"].flatMap((flag) => flagValues(line, flag));
  return classes.every((each) => each !== "open" && each.value === "sync");
}
