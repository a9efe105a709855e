import { scaleOf } from "../graphs/rollout/scale.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { askedBy, numberOf } from "./running/asks.ts";
import { listening } from "./running/listening.ts";
import { pods, type Running } from "./running/running.ts";

export const foreignProbe: Rule = {
  id: "foreign-probe",
  layer: "programs",
  severity: "warning",
  title: "a liveness or startup probe that asks another process than its container's",
  why: "when the other container hangs, this one is killed and started again, and nothing gets better; when this one hangs, nobody notices",
  fix: "ask this container's own port, and put the probe of the other one there",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: app
          image: example.com/shop:v1
          ports: [{ containerPort: 9000 }]
          livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
        - name: proxy
          image: nginxinc/nginx-unprivileged:1.29
          ports: [{ containerPort: 8080 }]
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: app
          image: example.com/shop:v1
          ports: [{ containerPort: 9000 }]
          livenessProbe: { tcpSocket: { port: 9000 } }
        - name: proxy
          image: nginxinc/nginx-unprivileged:1.29
          ports: [{ containerPort: 8080 }]
          livenessProbe: { httpGet: { path: /healthz, port: 8080 } }
`,
  find: (world: World) =>
    [...pods(world)].flatMap(([workload, all]): FoundInObject[] => {
      const staying = all.filter(({ placed }) => placed.role !== "init");
      const ofAll = staying.flatMap((each) => askingAllWorkers(world, each));
      if (ofAll.length > 0) return ofAll;
      if (staying.length < 2 || workload.spec.hostNetwork) return [];
      return staying.flatMap((each) => {
        // Readiness is the whole pod's, whichever container it is asked of.
        for (const name of ["livenessProbe", "startupProbe"] as const) {
          const asked = askedBy(each.placed.container[name]);
          const port = numberOf(asked?.port, [each.placed]);
          if (!asked || port === undefined || !isAnothers(world, port, each)) continue;
          const [other, ...others] = staying.filter((one) => one !== each && has(world, one, port));
          if (!other || others.length > 0 || watches(other, each)) continue;
          const path = each.placed.path.field(name, ...asked.steps);
          const own = each.placed.container.name;
          const message = `the ${name.replace("Probe", " probe")} of ${own} asks port ${port}, which is ${other.placed.container.name}'s`;
          return [foundAt(workload.item, path, message)];
        }
        return [];
      });
    }),
};

/**
 * Celery's own commands ask every worker of the broker, and one answer is enough.
 *
 * @see https://docs.celeryq.dev/en/stable/userguide/workers.html#inspecting-workers
 */
const ALL_WORKERS = /\bcelery\b[^|;&]*\s(?:inspect|status)\b/;
const ONE_WORKER = /\s(?:-d|--destination)\b/;

function askingAllWorkers(world: World, { workload, placed }: Running): FoundInObject[] {
  for (const name of ["livenessProbe", "startupProbe"] as const) {
    const command = placed.container[name]?.exec?.command?.join(" ") ?? "";
    if (!ALL_WORKERS.test(command) || ONE_WORKER.test(command)) continue;
    // A worker that is alone asks itself.
    if ((scaleOf(world, workload.item)?.maximum ?? 1) < 2) return [];
    const path = placed.path.field(name, "exec", "command");
    const message = `the ${name.replace("Probe", " probe")} of ${placed.container.name} asks all Celery workers: as long as one answers, none is restarted`;
    return [foundAt(workload.item, path, message, 'add -d "celery@$HOSTNAME", in a shell')];
  }
  return [];
}

/** Whether a container is there to ask another one: its arguments, or the path of the probe, say so. */
function watches({ placed: { container: watcher } }: Running, { placed }: Running): boolean {
  const { container: asked } = placed;
  const paths = [asked.livenessProbe, asked.startupProbe].map(
    (probe) => probe?.httpGet?.path ?? "",
  );
  if (asked.name && paths.some((path) => path.split(/[/?=]/).at(-1) === asked.name)) return true;
  const ports = new Set(asked.ports?.map(({ containerPort }) => String(containerPort)));
  const words = [...(watcher.command ?? []), ...(watcher.args ?? [])].join(" ");
  return [...words.matchAll(LOCAL)].some(([, port = ""]) => ports.has(port));
}

const LOCAL = /\b(?:127\.0\.0\.1|localhost):(\d+)/g;

/** A container that says nothing of its ports may have each. */
function isAnothers(world: World, port: number, each: Running): boolean {
  const { ports = [] } = each.placed.container;
  const known = listening(world, each);
  if (known && known.perhaps !== "any") return !has(world, each, port);
  return ports.length > 0 && !has(world, each, port);
}

function has(world: World, each: Running, port: number): boolean {
  const declared = each.placed.container.ports?.some(
    ({ containerPort, protocol = "TCP" }) => containerPort === port && protocol === "TCP",
  );
  return declared || (listening(world, each)?.sockets.some((one) => one.port === port) ?? false);
}
