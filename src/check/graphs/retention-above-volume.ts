import { isFields, valueAt } from "../../kubernetes/fields.ts";
import { quantityProblem } from "../../kubernetes/quantity.ts";
import type { StatefulSet } from "../../kubernetes/types/apps.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { type Item, inventory } from "../objects/inventory.ts";
import { type PlacedContainer, type Workload, workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { bytesIn } from "./capacity/settings/limits.ts";
import { bytesOf, bytesText } from "./capacity/settings/setting.ts";
import { commandOf, programOf, wordsOf } from "./capacity/settings/texts.ts";
import { mountOver, mountsOf } from "./volumes/mounts.ts";

export const retentionAboveVolume: Rule = {
  id: "retention-above-volume",
  layer: "graphs",
  severity: "warning",
  title: "a Prometheus that is to keep as much as its volume holds, or more",
  why: "its log of writes and what it compacts need room beside the blocks: the volume fills, and Prometheus stops",
  fix: "set the retention size to 80 % of the volume, or make the volume larger",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: prometheus }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: prometheus }
spec:
  containers:
    - name: prometheus
      image: prom/prometheus:v3.1.0
      args: [--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.path=/prometheus, --storage.tsdb.retention.size=20GB]
      volumeMounts: [{ name: data, mountPath: /prometheus }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: prometheus } }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: prometheus }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: prometheus }
spec:
  containers:
    - name: prometheus
      image: prom/prometheus:v3.1.0
      args: [--config.file=/etc/prometheus/prometheus.yml, --storage.tsdb.path=/prometheus, --storage.tsdb.retention.size=16GB]
      volumeMounts: [{ name: data, mountPath: /prometheus }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: prometheus } }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world))
      for (const placed of workload.containers)
        if (programOf(placed.container) === "prometheus")
          yield* ofContainer(world, workload, placed);
    for (const item of inventory(world).of("monitoring.coreos.com", "Prometheus"))
      yield* ofResource(item);
  },
};

const SIZE = /^(\d+(?:\.\d+)?)([KMGTPE]?)i?B$/;
const RETENTION = "--storage.tsdb.retention.size=";
const FOLDER = "--storage.tsdb.path=";

function ofContainer(world: World, workload: Workload, placed: PlacedContainer): FoundInObject[] {
  const words = wordsOf(commandOf(workload, placed));
  const flag = words.findLast(({ word }) => word.startsWith(RETENTION));
  const kept = keptBytes(flag?.word.slice(RETENTION.length));
  if (!flag || kept === undefined) return [];
  const folder = words.findLast(({ word }) => word.startsWith(FOLDER))?.word.slice(FOLDER.length);
  const mount = mountOver(mountsOf(workload, placed), folder ?? "/prometheus");
  const size = mount && sizeOf(world, workload, mount.mount.name ?? "");
  if (size === undefined || kept < size) return [];
  return [foundAt(workload.item, flag.from.path, said(kept, size))];
}

/** Of a claim, of a template for claims, or of a folder of the pod with a limit. */
function sizeOf(world: World, { item, spec }: Workload, name: string): number | undefined {
  const { volumeClaimTemplates = [] } = (item.object as Decoded<StatefulSet>).spec ?? {};
  const template = volumeClaimTemplates.find(({ metadata }) => metadata?.name === name);
  const volume = (spec.volumes ?? []).find((each) => each.name === name);
  const claim = volume?.persistentVolumeClaim?.claimName;
  const found = claim && inventory(world).get("PersistentVolumeClaim", item.namespace, claim);
  const asked = template?.spec ?? (found ? found.object.spec : undefined);
  const size = asked?.resources?.requests?.storage ?? volume?.emptyDir?.sizeLimit;
  return size === undefined ? undefined : bytesIn(size);
}

/** https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec */
function ofResource(item: Item): FoundInObject[] {
  const spec = isFields(item.object.spec) ? item.object.spec : {};
  const kept = keptBytes(spec.retentionSize);
  const within = ["storage", "volumeClaimTemplate", "spec", "resources", "requests", "storage"];
  const size = valueAt(spec, within);
  if (kept === undefined || typeof size !== "string" || quantityProblem(size)) return [];
  const room = bytesIn(size);
  if (kept < room) return [];
  return [foundAt(item, FieldPath.root.field("spec", "retentionSize"), said(kept, room))];
}

/** Its units are powers of 1024, whatever they are called. */
function keptBytes(text: unknown): number | undefined {
  const [, number, unit] = typeof text === "string" ? (SIZE.exec(text) ?? []) : [];
  if (unit === "P" || unit === "E") return undefined;
  return bytesOf(number, unit);
}

function said(kept: number, size: number): string {
  return `Prometheus is to keep ${bytesText(kept)}, and its volume has ${bytesText(size)}`;
}
