import type { WriteFact } from "../../program-entry.ts";
import { foundAt } from "../objects/found.ts";
import { isWithin } from "../objects/mounted-files.ts";
import { listed } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { directivesIn } from "./files/nginx.ts";
import { configured, configuredValues } from "./running/configuration.ts";
import { hasFlag } from "./running/flags.ts";
import { nginxRead } from "./running/nginx-sockets.ts";
import { type Running, running } from "./running/running.ts";

export const unwritablePath: Rule = {
  id: "unwritable-path",
  layer: "programs",
  severity: "error",
  title: "a program that cannot write where it must",
  why: "it ends at its start, or with the first request, and the pod restarts for ever",
  fix: "mount an emptyDir there",
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
          securityContext: { readOnlyRootFilesystem: true }
          volumeMounts: [{ name: cache, mountPath: /var/cache/nginx }]
      volumes: [{ name: cache, emptyDir: {} }]
`,
  good: `apiVersion: apps/v1
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
          securityContext: { readOnlyRootFilesystem: true }
          volumeMounts: [{ name: cache, mountPath: /var/cache/nginx }, { name: run, mountPath: /var/run }]
      volumes: [{ name: cache, emptyDir: {} }, { name: run, emptyDir: {} }]
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      const { program, placed, workload } = each;
      const { securityContext: own } = placed.container;
      const { securityContext: pod, os } = workload.spec;
      const isReadOnly = own?.readOnlyRootFilesystem === true;
      const user = own?.runAsUser ?? pod?.runAsUser;
      if (!program?.writes || os?.name === "windows" || (!isReadOnly && user === undefined))
        return [];
      if (own?.privileged && !isReadOnly) return [];
      const lost = program.writes.filter(
        (fact) => isForbidden(fact, isReadOnly, user, each) && !mayWrite(fact, each),
      );
      if (lost.length === 0) return [];
      const where = listed(lost.map(({ path, what }) => `${path} (${what})`));
      const cause = isReadOnly
        ? "its root file system is read-only"
        : `the image lets ${writersOf(lost)} write there, and it runs as ${user}`;
      const base = isReadOnly || own?.runAsUser !== undefined ? placed.path : workload.specPath;
      const field = isReadOnly ? "readOnlyRootFilesystem" : "runAsUser";
      const path = base.field("securityContext", field);
      const fix = `mount an emptyDir at ${listed(lost.map((fact) => fact.path))}`;
      const message = `${program.name} in ${placed.container.name} cannot write to ${where}: ${cause}`;
      return [foundAt(workload.item, path, message, fix)];
    }),
};

/** Who may, where not everybody may. */
function writersOf(facts: readonly WriteFact[]): string {
  const ids = facts.flatMap(({ users }) => (users === "any" ? [] : users));
  const names = ids.map((id) => (id === 0 ? "root" : String(id)));
  return names.length === 0 ? "nobody" : `nobody but ${listed(names)}`;
}

function isForbidden(
  { users }: WriteFact,
  isReadOnly: boolean,
  user: number | undefined,
  { imageEntry, program }: Running,
): boolean {
  if (isReadOnly) return true;
  // Who may write where is known of images alone.
  return users !== "any" && user !== undefined && imageEntry === program && !users.includes(user);
}

function mayWrite({ path, or = [], unless = [] }: WriteFact, each: Running): boolean {
  const { mounts, env, line, program } = each;
  if (!line) return true;
  for (const folder of [path, ...or])
    if (mounts.all.some((mount) => isWithin(folder, mount.path) && mount.isWritable)) return true;
  // A link of the image, or a path of its own, may lead to what is mounted inside.
  if (mounts.all.some((mount) => isWithin(mount.path, path) && mount.isWritable)) return true;
  if (unless.some((name) => hasFlag(line, name) || env.variables.has(name))) return true;
  if (env.isOpen && unless.some((name) => /^[A-Z]/.test(name))) return true;
  const format = program?.configuration?.format;
  if (format === "nginx") return isMovedInNginx(each, unless);
  if (format === undefined) return false;
  const { isOpen, files, isNamed } = configured(each);
  if (isOpen || (isNamed && files.length === 0)) return true;
  if (format === "other") return files.length > 0;
  return unless.some((name) => configuredValues(each, name).length > 0);
}

function isMovedInNginx(each: Running, names: readonly string[]): boolean {
  const read = nginxRead(each);
  if (!read || each.line?.args.some((arg) => arg.includes("pid "))) return true;
  return read.files.some(({ directives }) => {
    for (const _ of directivesIn(directives, names)) return true;
    return false;
  });
}
