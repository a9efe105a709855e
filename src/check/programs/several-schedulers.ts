import { scaleOf } from "../graphs/rollout/scale.ts";
import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { flagValues, hasFlag } from "./running/flags.ts";
import { type Running, running } from "./running/running.ts";

/** @see https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html */
export const severalSchedulers: Rule = {
  id: "several-schedulers",
  layer: "programs",
  severity: "warning",
  title: "several Celery schedulers for one schedule",
  why: "each of them sends every periodic task: what should run once an hour runs once for each replica",
  fix: "run the scheduler in a Deployment of its own with one replica and the strategy Recreate, or use a scheduler that takes a lock (redbeat)",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  replicas: 3
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/shop:v1", command: ["celery", "-A", "shop", "worker", "-B"] }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  replicas: 3
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/shop:v1", command: ["celery", "-A", "shop", "worker"] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: beat }
spec:
  strategy: { type: Recreate }
  selector: { matchLabels: { app: beat } }
  template:
    metadata: { labels: { app: beat } }
    spec: { containers: [{ name: beat, image: "example.com/shop:v1", command: ["celery", "-A", "shop", "beat"] }] }
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      const { placed, workload } = each;
      if (placed.role === "init" || !isScheduler(each)) return [];
      const scale = scaleOf(world, workload.item);
      if (!scale || scale.maximum < 2) return [];
      const number = scale.autoscaler ? `up to ${scale.maximum}` : String(scale.maximum);
      const field = placed.container.command ? "command" : "args";
      const message = `${number} replicas of ${placed.container.name} each run Celery's scheduler`;
      return [foundAt(workload.item, placed.path.field(field), message)];
    }),
};

function isScheduler({ program, line }: Running): boolean {
  if (program?.name !== "celery" || !line) return false;
  const schedulers = ["-S", "-s", "--scheduler"].flatMap((flag) => flagValues(line, flag));
  if (schedulers.some((each) => each === "open" || /redbeat|lock/i.test(each.value))) return false;
  const isWorker = line.args.includes("worker");
  return isWorker
    ? hasFlag(line, "--beat") || line.args.includes("-B")
    : line.args.includes("beat");
}
