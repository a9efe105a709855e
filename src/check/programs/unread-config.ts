import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import type { MountedFile } from "../objects/mounted-files.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { baseName } from "./running/command-line.ts";
import { configured } from "./running/configuration.ts";
import { type Running, running } from "./running/running.ts";

export const unreadConfig: Rule = {
  id: "unread-config",
  layer: "programs",
  severity: "warning",
  title: "a configuration file that the program never reads",
  why: "the file is in the container, but nothing tells the program of it: it runs with its defaults, whatever the file says",
  fix: "name the file in the arguments, or mount it where the program looks",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: cache }
data: { redis.conf: "maxmemory 200mb" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec:
      containers:
        - name: cache
          image: redis:8
          volumeMounts: [{ name: settings, mountPath: /usr/local/etc/redis }]
      volumes: [{ name: settings, configMap: { name: cache } }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: cache }
data: { redis.conf: "maxmemory 200mb" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec:
      containers:
        - name: cache
          image: redis:8
          args: ["/usr/local/etc/redis/redis.conf"]
          volumeMounts: [{ name: settings, mountPath: /usr/local/etc/redis }]
      volumes: [{ name: settings, configMap: { name: cache } }]
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      const { program, line, mounts, placed, workload } = each;
      const facts = program?.configuration;
      if (!facts || !line || program !== each.imageEntry || placed.role === "init") return [];
      const named = mounts.files.filter(({ path }) => facts.names.includes(baseName(path)));
      if (named.length === 0) return [];
      const { files, isOpen } = configured(each);
      const read = new Set(files.map(({ path }) => path));
      if (isOpen || files.some(includesOthers) || isStartedOtherwise(each)) return [];
      return named
        .filter((file) => !read.has(file.path) && !isMentioned(file, each))
        .map((file) => {
          const where = `${file.from.kind} ${quote(file.from.name)}`;
          const message = `${program.name} in ${placed.container.name} never reads ${file.path} of ${where}: no argument names it, and it is not where ${program.name} looks`;
          return foundAt(workload.item, file.mount.at.field("mountPath"), message, facts.how);
        });
    }),
};

/** A file that is read may include others. */
function includesOthers({ text }: MountedFile): boolean {
  return /^\s*!?include/m.test(text);
}

/** A hook, or another container with the same volume, may copy it. */
function isStartedOtherwise({ placed: { container } }: Running): boolean {
  return container.lifecycle?.postStart !== undefined;
}

function isMentioned({ path }: MountedFile, { placed: { container }, env }: Running): boolean {
  const texts = [...(container.command ?? []), ...(container.args ?? [])];
  for (const setting of env.variables.values()) if (setting !== "open") texts.push(setting.value);
  const folder = path.slice(0, path.lastIndexOf("/"));
  return texts.some((text) => text.includes(baseName(path)) || text.includes(folder));
}
