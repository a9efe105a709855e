import { foundAt } from "../objects/found.ts";
import { someOf } from "../objects/titles.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { bytesIn } from "./capacity/settings/limits.ts";
import { bytesText } from "./capacity/settings/setting.ts";

export const memoryVolume: Rule = {
  id: "memory-volume",
  layer: "graphs",
  severity: "warning",
  title: "a volume in memory that is as large as the memory of the containers that fill it",
  why: "its files count as memory of the container that writes them: before the volume is full the container is ended (OOMKilled)",
  fix: "make sizeLimit smaller than the memory limit by what the program itself needs, or raise the limit",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      resources: { requests: { memory: 256Mi }, limits: { memory: 256Mi } }
      volumeMounts: [{ name: cache, mountPath: /cache }]
  volumes: [{ name: cache, emptyDir: { medium: Memory, sizeLimit: 1Gi } }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      resources: { requests: { memory: 256Mi }, limits: { memory: 256Mi } }
      volumeMounts: [{ name: cache, mountPath: /cache }]
  volumes: [{ name: cache, emptyDir: { medium: Memory, sizeLimit: 64Mi } }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const { item, spec, specPath, containers } of workloads(world))
      for (const [index, { name = "", emptyDir }] of (spec.volumes ?? []).entries()) {
        const { medium, sizeLimit } = emptyDir ?? {};
        if (medium !== "Memory" || sizeLimit === undefined) continue;
        const size = bytesIn(sizeLimit);
        const writers = containers.filter(({ container }) =>
          container.volumeMounts?.some((mount) => mount.name === name && !mount.readOnly),
        );
        const limits = writers.map(({ container }) => container.resources?.limits?.memory);
        const total = limits.reduce<number>(
          (sum, limit) => sum + (limit === undefined ? Number.POSITIVE_INFINITY : bytesIn(limit)),
          0,
        );
        if (writers.length === 0 || size === 0 || size < total) continue;
        const who = someOf(writers.map(({ container }) => container.name ?? ""));
        const path = specPath.field("volumes").index(index).field("emptyDir", "sizeLimit");
        const message = `the volume ${name} may hold ${bytesText(size)} in memory, and what fills it (${who}) is ended at ${bytesText(total)}`;
        yield foundAt(item, path, message);
      }
  },
};
