import { foundAt } from "../objects/found.ts";
import { titleOf } from "../objects/titles.ts";
import { workloads } from "../objects/workloads.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { programOf } from "./capacity/settings/texts.ts";
import { mountOver, mountsOf } from "./volumes/mounts.ts";

export const databaseOnEmptydir: Rule = {
  id: "database-on-emptydir",
  layer: "graphs",
  severity: "info",
  title: "a database whose files go with its pod",
  why: "an emptyDir is deleted with the pod: after a drain, an eviction or a change of the template the database is empty",
  fix: "mount a PersistentVolumeClaim (a StatefulSet with volumeClaimTemplates), unless the data may be lost",
  bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:17.2
          env: [{ name: POSTGRES_HOST_AUTH_METHOD, value: trust }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes: [{ name: data, emptyDir: {} }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: db }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  strategy: { type: Recreate }
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - name: db
          image: postgres:17.2
          env: [{ name: POSTGRES_HOST_AUTH_METHOD, value: trust }]
          volumeMounts: [{ name: data, mountPath: /var/lib/postgresql/data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }]
`,
  *find(world: World): Iterable<FoundInObject> {
    for (const workload of workloads(world)) {
      if (!LASTING.has(workload.item.kind)) continue;
      for (const placed of workload.containers) {
        const folder = DATA.get(programOf(placed.container));
        if (folder === undefined || placed.role !== "main") continue;
        const mount = mountOver(mountsOf(workload, placed), folder);
        if (!mount?.volume?.emptyDir) continue;
        const message = `the data of ${titleOf(workload.item)} (${folder}) is in the emptyDir ${mount.mount.name}`;
        yield foundAt(workload.item, mount.path.field("name"), message);
      }
    }
  },
};

const LASTING: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "ReplicaSet"]);

/** Where the official images keep their data: https://hub.docker.com/_/postgres and the others. */
const DATA: ReadonlyMap<string, string> = new Map([
  ["postgres", "/var/lib/postgresql/data"],
  ["postgis", "/var/lib/postgresql/data"],
  ["mysql", "/var/lib/mysql"],
  ["mariadb", "/var/lib/mysql"],
  ["mongo", "/data/db"],
  ["cockroach", "/cockroach/cockroach-data"],
  ["influxdb", "/var/lib/influxdb"],
  ["elasticsearch", "/usr/share/elasticsearch/data"],
]);
