import { foundAt } from "../objects/found.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { commandLine } from "./running/command-line.ts";
import { type Running, running } from "./running/running.ts";

export const endsAtOnce: Rule = {
  id: "ends-at-once",
  layer: "programs",
  severity: "error",
  title: "a container that has nothing to do",
  why: "the container ends as soon as it has started; the kubelet starts it again and again (CrashLoopBackOff), and the pod is never ready",
  fix: "give it the command that it is to run; a Job is for what ends",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: tools }
spec:
  selector: { matchLabels: { app: tools } }
  template:
    metadata: { labels: { app: tools } }
    spec: { containers: [{ name: tools, image: "alpine:3.22" }] }
`,
  good: `apiVersion: apps/v1
kind: Deployment
metadata: { name: tools }
spec:
  selector: { matchLabels: { app: tools } }
  template:
    metadata: { labels: { app: tools } }
    spec: { containers: [{ name: tools, image: "alpine:3.22", command: ["sleep", "infinity"] }] }
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      const { workload, placed } = each;
      const { container, path, role } = placed;
      if (role === "init" || workload.item.group === "batch") return [];
      if (workload.item.kind === "Pod" && workload.spec.restartPolicy !== "Always") return [];
      if (container.stdin || container.tty) return [];
      const why = whyItEnds(each);
      if (why === undefined) return [];
      const at = container.command ? path.field("command") : path.field("image");
      return [foundAt(workload.item, at, `${container.name} ${why}, and ends at once`)];
    }),
};

/** Commands that say or show something, and are done. */
const BRIEF: ReadonlySet<string> = new Set([
  "echo",
  "printf",
  "date",
  "pwd",
  "ls",
  "true",
  "uname",
]);

function whyItEnds({ placed, imageEntry }: Running): string | undefined {
  const { command = [], args = [] } = placed.container;
  if (command.length === 0 && args.length === 0) {
    const shell = imageEntry?.endsWithoutCommand;
    if (shell === undefined) return undefined;
    return `has no command: the image of ${imageEntry?.name} runs ${shell}, for which nobody types`;
  }
  const line = command.length > 0 ? commandLine(placed.container) : undefined;
  if (line?.executable === undefined || !BRIEF.has(line.executable)) return undefined;
  return `only runs ${line.executable}`;
}
