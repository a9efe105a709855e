import { quote } from "../../kubernetes/text.ts";
import { foundAtLine } from "../objects/found.ts";
import type { MountedFile } from "../objects/mounted-files.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Directive, type NginxFault, readNginx } from "./files/nginx.ts";
import { configured } from "./running/configuration.ts";
import { type Running, running } from "./running/running.ts";

export const invalidNginxConfig: Rule = {
  id: "invalid-nginx-config",
  layer: "programs",
  severity: "error",
  title: "a configuration that nginx refuses",
  why: "nginx ends at its start with that message, and the pod restarts for ever",
  fix: "correct the line; nginx -t tells the same",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  default.conf: |
    server {
      listen 80
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
      containers: [{ name: web, image: "nginx:1.29", volumeMounts: [{ name: servers, mountPath: /etc/nginx/conf.d }] }]
      volumes: [{ name: servers, configMap: { name: web } }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  default.conf: |
    server {
      listen 80;
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
      containers: [{ name: web, image: "nginx:1.29", volumeMounts: [{ name: servers, mountPath: /etc/nginx/conf.d }] }]
      volumes: [{ name: servers, configMap: { name: web } }]
`,
  find: (world: World) => {
    const told = new Set<string>();
    return running(world).flatMap((each): FoundInObject[] => {
      if (each.program?.configuration?.format !== "nginx" || each.placed.role === "init") return [];
      return configured(each).files.flatMap((file) => {
        const key = `${file.from.namespace}/${file.from.kind}/${file.from.name}/${file.at}`;
        const fault = told.has(key) ? undefined : faultOf(file, each);
        if (!fault) return [];
        told.add(key);
        const message = `nginx of ${each.placed.container.name} refuses line ${fault.line} of ${quote(file.path)}: ${fault.message}`;
        return [foundAtLine(file.from, file.at, fault.line, message)];
      });
    });
  },
};

/** @see https://nginx.org/en/docs/dirindex.html the contexts of each directive */
const MAIN_ONLY: ReadonlySet<string> = new Set([
  "events",
  "http",
  "worker_processes",
  "user",
  "daemon",
  "pid",
  "load_module",
  "worker_rlimit_nofile",
]);
const SERVER_ONLY: ReadonlySet<string> = new Set(["listen", "server_name", "location"]);

function faultOf({ path, text }: MountedFile, { line }: Running): NginxFault | undefined {
  const isFolder = path.startsWith("/etc/nginx/conf.d/");
  if (isFolder && !/^\/etc\/nginx\/conf\.d\/[^/]+\.conf$/.test(path)) return undefined;
  const read = readNginx(text);
  if ("fault" in read) return read.fault;
  const { directives } = read;
  if (isFolder) return misplaced(directives, MAIN_ONLY, "is of the main file alone, not of conf.d");
  const http = directives.filter(({ name }) => name === "http");
  for (const { block = [] } of http) {
    const wrong = misplaced(block, SERVER_ONLY, "belongs into a server block");
    if (wrong) return wrong;
  }
  if (directives.some(({ name }) => name === "server"))
    return misplaced(directives, new Set(["server"]), "belongs into the http block");
  const isOther = line?.args.some((arg) => arg.includes("events")) ?? false;
  const hasEvents = directives.some(({ name }) => name === "events" || name === "include");
  if (hasEvents || isOther || directives.length === 0) return undefined;
  return { message: 'there is no "events" section', line: 1 };
}

function misplaced(
  directives: readonly Directive[],
  names: ReadonlySet<string>,
  what: string,
): NginxFault | undefined {
  const found = directives.find(({ name }) => names.has(name));
  return found && { message: `${found.name} ${what}`, line: found.line };
}
