import { foundAt } from "../objects/found.ts";
import { type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { filesOf } from "./volumes/files.ts";
import {
  cleanPath,
  isBelow,
  isWrittenByKubelet,
  type Mount,
  mountOver,
  mountsOf,
} from "./volumes/mounts.ts";

export const nestedFileMount: Rule = {
  id: "nested-file-mount",
  layer: "graphs",
  severity: "error",
  title: "a file mounted into the folder of a mounted ConfigMap or Secret",
  why: 'the folder is read-only, and the kubelet prepares a folder at the place of the file: the container does not start ("not a directory: are you trying to mount a directory onto a file?")',
  fix: "put both into one projected volume, or mount the file beside the folder",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: site }
data: { site.conf: "listen 8080" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: types }
data: { mime.types: "text/html html" }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts:
        - { name: site, mountPath: /etc/web }
        - { name: types, mountPath: /etc/web/mime.types, subPath: mime.types }
  volumes:
    - { name: site, configMap: { name: site } }
    - { name: types, configMap: { name: types } }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: site }
data: { site.conf: "listen 8080" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: types }
data: { mime.types: "text/html html" }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts:
        - { name: all, mountPath: /etc/web }
        - { name: site, mountPath: /etc/web/more }
  volumes:
    - { name: site, configMap: { name: site } }
    - name: all
      projected: { sources: [{ configMap: { name: site } }, { configMap: { name: types } }] }
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers) {
        const mounts = mountsOf(workload, placed);
        if (mounts.length < 2) continue;
        for (const each of mounts) {
          const over = mountOver(
            mounts.filter(({ place }) => isBelow(each.place, place)),
            each.place,
          );
          if (!over || over.mount.subPath || over.mount.subPathExpr || !isWrittenByKubelet(over))
            continue;
          if (!isFile(world, workload, each)) continue;
          const name = placed.container.name ?? "";
          const message = `container ${name} mounts the file ${each.place} into ${over.place}, where the volume ${over.mount.name} is mounted`;
          yield foundAt(workload.item, each.path.field("mountPath"), message);
        }
      }
  },
};

/** Whether what is mounted is sure to be a file; of a path that is not there the kubelet makes a folder. */
function isFile(world: World, workload: Workload, { volume, mount, ...rest }: Mount): boolean {
  if (volume?.hostPath && !mount.subPath)
    return volume.hostPath.type === "File" || volume.hostPath.type === "Socket";
  if (!volume || !mount.subPath || !isWrittenByKubelet({ volume, mount, ...rest })) return false;
  const files = filesOf(world, workload, volume);
  return files === undefined || files.paths.includes(cleanPath(mount.subPath).slice(1));
}
