import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { cleanPath, isWritable, mountOver, mountsOf } from "./volumes/mounts.ts";

export const readOnlyTemporary: Rule = {
  id: "read-only-temporary",
  layer: "graphs",
  severity: "warning",
  title: "a program that is told to write where its container is read-only",
  why: "each attempt fails with EROFS (read-only file system): at the start, or at the first upload or large answer",
  fix: "mount an emptyDir there",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      securityContext: { readOnlyRootFilesystem: true }
      env: [{ name: TMPDIR, value: /scratch }]
      volumeMounts: [{ name: tmp, mountPath: /tmp }]
  volumes: [{ name: tmp, emptyDir: {} }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      securityContext: { readOnlyRootFilesystem: true }
      env: [{ name: TMPDIR, value: /tmp/web }]
      volumeMounts: [{ name: tmp, mountPath: /tmp }]
  volumes: [{ name: tmp, emptyDir: {} }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers) {
        const { container, path } = placed;
        if (container.securityContext?.readOnlyRootFilesystem !== true) continue;
        const told = (container.env ?? []).findIndex(
          ({ name = "", value = "" }) => WRITTEN.has(name) && /^\/[^$]*$/.test(value),
        );
        const { name, value = "" } = container.env?.[told] ?? {};
        if (name === undefined) continue;
        const folder = cleanPath(value);
        // The runtime makes /dev and /dev/shm in memory.
        if (/^\/dev(\/|$)/.test(folder)) continue;
        const over = mountOver(mountsOf(workload, placed), folder);
        if (over && isWritable(over)) continue;
        const message = `container ${container.name ?? ""} has a read-only root, and ${name} names a folder in which no writable volume is mounted`;
        yield foundAt(workload.item, path.field("env").index(told).field("value"), message);
      }
  },
};

/** Variables that name a folder for no other purpose than writing into it. */
const WRITTEN: ReadonlySet<string> = new Set([
  // https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap08.html
  "TMPDIR",
  // https://prometheus.github.io/client_python/multiprocess/
  "PROMETHEUS_MULTIPROC_DIR",
  "prometheus_multiproc_dir",
  // https://specifications.freedesktop.org/basedir-spec/latest/
  "XDG_CACHE_HOME",
  "XDG_RUNTIME_DIR",
  // https://matplotlib.org/stable/users/faq/environment_variables_faq.html
  "MPLCONFIGDIR",
]);
