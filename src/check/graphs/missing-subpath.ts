import { closest } from "../../closest.ts";
import { quote } from "../../kubernetes/text.ts";
import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Files, filesOf } from "./volumes/files.ts";
import { cleanPath, mountsOf } from "./volumes/mounts.ts";

export const missingSubpath: Rule = {
  id: "missing-subpath",
  layer: "graphs",
  severity: "error",
  title: "a subPath that is no file of its ConfigMap or Secret",
  why: "the kubelet makes an empty folder of that name: where the program looks for a file is a folder, or the container does not start because a file of the image is there",
  fix: "mend the subPath, or add the key",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { web.conf: "listen 8080" }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts: [{ name: config, mountPath: /etc/web.conf, subPath: web.cfg }]
  volumes: [{ name: config, configMap: { name: web } }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { web.conf: "listen 8080" }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts: [{ name: config, mountPath: /etc/web.conf, subPath: web.conf }]
  volumes: [{ name: config, configMap: { name: web } }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers)
        for (const { mount, volume, path } of mountsOf(workload, placed)) {
          const wanted = cleanPath(mount.subPath ?? "").slice(1);
          if (wanted === "" || !volume) continue;
          const files = filesOf(world, workload, volume);
          if (!files || files.paths.length === 0 || has(files, wanted)) continue;
          const near = closest(wanted, files.paths);
          const from = files.from.map(({ kind, name }) => `${kind} ${name}`).join(", ");
          const message = `the volume ${mount.name}${from && ` (${from})`} has no file ${quote(wanted)}`;
          const fix = near === undefined ? undefined : `did you mean ${quote(near)}?`;
          yield foundAt(workload.item, path.field("subPath"), message, fix);
        }
  },
};

function has({ paths }: Files, wanted: string): boolean {
  return paths.some((path) => path === wanted || path.startsWith(`${wanted}/`));
}
