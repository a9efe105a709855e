import { foundAt } from "../objects/found.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { mountsOf } from "./volumes/mounts.ts";

export const hiddenMount: Rule = {
  id: "hidden-mount",
  layer: "graphs",
  severity: "warning",
  title: "two mounts at one place, written differently",
  why: "the server compares the texts and takes both; in the container one of them hides the other",
  fix: "mount one of them elsewhere, or leave it out",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts:
        - { name: cache, mountPath: /data }
        - { name: data, mountPath: /data/ }
  volumes:
    - { name: cache, emptyDir: {} }
    - { name: data, emptyDir: {} }
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts:
        - { name: cache, mountPath: /data/cache }
        - { name: data, mountPath: /data/ }
  volumes:
    - { name: cache, emptyDir: {} }
    - { name: data, emptyDir: {} }
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers) {
        const first = new Map<string, string>();
        for (const { mount, path, place } of mountsOf(workload, placed)) {
          const other = first.get(place);
          first.set(place, mount.mountPath ?? "");
          // The same text twice is refused by the server.
          if (other === undefined || other === mount.mountPath) continue;
          const message = `container ${placed.container.name ?? ""} has another volume at ${other} already, which is the same place`;
          yield foundAt(workload.item, path.field("mountPath"), message);
        }
      }
  },
};
