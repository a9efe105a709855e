import type { Container } from "../../kubernetes/types/core.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";

/** @see k8s.io/kubernetes/pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer */
export const graceBeforePrestop: Rule = {
  id: "grace-before-prestop",
  layer: "graphs",
  severity: "warning",
  title: "a preStop hook that sleeps as long as the pod may take to end",
  why: "the hook spends the grace period: SIGTERM comes when it is over, two seconds before SIGKILL, so that requests and transactions are cut",
  fix: "set terminationGracePeriodSeconds to the sleep and, on top, what the program needs to end",
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
          lifecycle: { preStop: { exec: { command: [sh, -c, sleep 30] } } }
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
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: example.com/web:v1
          lifecycle: { preStop: { exec: { command: [sh, -c, sleep 30] } } }
`,
  find: (world: World) =>
    workloads(world).flatMap(({ item, spec, containers }) => {
      const grace = spec.terminationGracePeriodSeconds ?? 30;
      return containers.flatMap(({ container, path }): FoundInObject[] => {
        const sleep = sleepOf(container);
        if (sleep === undefined || sleep < grace) return [];
        const message = `the hook sleeps ${sleep} s, and the pod has ${grace} s to end`;
        return [foundAt(item, path.field("lifecycle", "preStop"), message)];
      });
    }),
};

const SLEEP =
  /(?:^|[;&|]|\bdo\b)\s*(?:\/bin\/|\/usr\/bin\/)?sleep\s+"?(\d+)(s|m|h)?"?\s*(?=$|[;&|)])/g;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Seconds that a hook sleeps at least, as far as that is plain to see. */
function sleepOf({ lifecycle }: Decoded<Container>): number | undefined {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  if (sleep) return sleep.seconds;
  const command = exec?.command ?? [];
  const [program = "", ...rest] = command;
  const isShell = /(^|\/)(ba|da|a)?sh$/.test(program);
  const text = isShell ? (rest.at(-1) ?? "") : command.join(" ");
  // What is in a loop or depends on something may be over earlier.
  if (/\b(while|for|until|if|case)\b|\|\|/.test(text)) return undefined;
  const all = [...text.matchAll(SLEEP)];
  if (all.length === 0) return undefined;
  return all.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (UNITS[unit] ?? 1), 0);
}
