import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { asks, probeAsks } from "./running/asks.ts";
import { listening } from "./running/listening.ts";
import { pods } from "./running/running.ts";

export const boundToLocalhost: Rule = {
  id: "bound-to-localhost",
  layer: "programs",
  severity: "error",
  title: "a program that only its own pod can reach",
  why: "it listens on the pod's loopback; the kubelet and Services come in by the pod's address, and every connection of theirs is refused",
  fix: "bind it to 0.0.0.0",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: example.com/api:v1
          command: ["uvicorn", "shop.main:app", "--port", "8000"]
          ports: [{ containerPort: 8000 }]
          readinessProbe: { httpGet: { path: /healthz, port: 8000 } }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: example.com/api:v1
          command: ["uvicorn", "shop.main:app", "--host", "0.0.0.0", "--port", "8000"]
          ports: [{ containerPort: 8000 }]
          readinessProbe: { httpGet: { path: /healthz, port: 8000 } }
`,
  find: (world: World) =>
    [...pods(world)].flatMap(([workload, containers]): FoundInObject[] => {
      if (workload.spec.hostNetwork) return [];
      const staying = containers.filter(({ placed }) => placed.role !== "init");
      const sockets = staying.map((each) => ({ each, all: listening(world, each)?.sockets ?? [] }));
      const open = new Set(
        sockets.flatMap(({ all }) => all.flatMap(({ port, isLocal }) => (isLocal ? [] : [port]))),
      );
      return sockets.flatMap(({ each, all }) => {
        const local = all.find(({ port, isLocal }) => isLocal && !open.has(port));
        if (!local) return [];
        const asked = [
          ...(asks(world).get(workload) ?? []),
          ...staying.flatMap(({ placed }) => probeAsks(workload, placed)),
        ].filter(({ port }) => port === local.port);
        if (asked.length === 0) return [];
        const { path, container } = each.placed;
        const field = ["args", "command"].find((name) => name in container);
        const who = listed(asked.map(({ who }) => who));
        const message = `${each.program?.name} is bound to localhost by ${local.by}, and ${who} ${asked.length === 1 ? "asks" : "ask"} its port ${local.port}`;
        return [foundAt(workload.item, field ? path.field(field) : path, message)];
      });
    }),
};
