import type { StatefulSet } from "../../kubernetes/types/apps.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { someOf } from "../objects/titles.ts";
import { type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";

export const unusedVolume: Rule = {
  id: "unused-volume",
  layer: "graphs",
  severity: "info",
  title: "volumes that no container mounts",
  why: "the pods wait for what nobody reads, and a claim pays for what nobody writes; often a mount was forgotten, and the program writes into the container instead",
  fix: "mount it, or leave it out",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: example.com/web:v1 }]
  volumes: [{ name: cache, emptyDir: {} }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: cache, mountPath: /cache }] }]
  volumes: [{ name: cache, emptyDir: {} }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world)) {
      const declared = declaredBy(workload);
      if (declared.length === 0) continue;
      const used = new Set(
        workload.containers.flatMap(({ container }) => [
          ...(container.volumeMounts ?? []).map(({ name }) => name),
          ...(container.volumeDevices ?? []).map(({ name }) => name),
        ]),
      );
      const unused = declared.filter(({ name }) => !used.has(name));
      const [first] = unused;
      if (!first) continue;
      const names = someOf(unused.map(({ name }) => name));
      const what = unused.length === 1 ? `volume ${names}` : `volumes ${names}`;
      yield foundAt(workload.item, first.path, `no container mounts the ${what}`);
    }
  },
};

function declaredBy({ item, spec, specPath }: Workload) {
  const volumes = (spec.volumes ?? []).map(({ name = "" }, index) => ({
    name,
    path: specPath.field("volumes").index(index).field("name"),
  }));
  if (item.kind !== "StatefulSet") return volumes;
  const path = FieldPath.root.field("spec", "volumeClaimTemplates");
  const { volumeClaimTemplates = [] } = (item.object as Decoded<StatefulSet>).spec ?? {};
  const templates = volumeClaimTemplates.map(({ metadata }, index) => ({
    name: metadata?.name ?? "",
    path: path.index(index).field("metadata", "name"),
  }));
  return [...volumes, ...templates];
}
