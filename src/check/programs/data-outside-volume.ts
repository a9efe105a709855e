import type { DataFact } from "../../program-entry.ts";
import { foundAt } from "../objects/found.ts";
import { isWithin, type Mount } from "../objects/mounted-files.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { configuredValues } from "./running/configuration.ts";
import { hasFlag } from "./running/flags.ts";
import { type Running, running, versionOf } from "./running/running.ts";

export const dataOutsideVolume: Rule = {
  id: "data-outside-volume",
  layer: "programs",
  severity: "warning",
  title: "a database with a volume that its data is not in",
  why: "the data lies in the container, or in a volume that the image declares there: both go with the pod, while the claim stays empty",
  fix: "mount the claim where the program keeps its data",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: cache }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  strategy: { type: Recreate }
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec:
      containers:
        - name: cache
          image: redis:8
          args: ["--appendonly", "yes"]
          volumeMounts: [{ name: data, mountPath: /var/lib/redis }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: cache } }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: cache }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache }
spec:
  strategy: { type: Recreate }
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec:
      containers:
        - name: cache
          image: redis:8
          args: ["--appendonly", "yes"]
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: cache } }]
`,
  find: (world: World) =>
    running(world).flatMap((each): FoundInObject[] => {
      const { program, imageEntry, placed, mounts, workload } = each;
      if (!program?.data || program !== imageEntry || placed.role === "init") return [];
      const claims = mounts.all.filter((mount) => mount.isClaim || mount.volume?.hostPath);
      const place = placeOf(program.data, each);
      if (!place || claims.length === 0) return [];
      const { path, not } = place;
      if (mounts.all.some((mount) => isWithin(mount.path, path) && mount.path !== not)) return [];
      const [claim] = claims.filter((mount) => mount.isWritable && !isAside(mount));
      if (!claim || claims.some(isAside)) return [];
      const message = `${program.name} keeps its data in ${path}, and the volume is mounted at ${claim.path}`;
      const fix = `mount it at ${path}`;
      return [foundAt(workload.item, claim.at.field("mountPath"), message, fix)];
    }),
};

/** Backups, archives, certificates and the like have volumes of their own. */
function isAside({ path, volume }: Mount): boolean {
  return /backup|dump|archive|wal|log|conf|init|script|cert|tls|tmp|share|import|export|restore/i.test(
    `${path} ${volume?.name ?? ""}`,
  );
}

function placeOf(
  { path, since, unless }: DataFact,
  each: Running,
): { readonly path: string; readonly not?: string } | undefined {
  const { env, line, image } = each;
  if (!line || env.isOpen) return undefined;
  if (unless.some((name) => env.variables.has(name) || hasFlag(line, name))) return undefined;
  if (unless.some((name) => configuredValues(each, name).length > 0)) return undefined;
  if (!since) return { path };
  const major = versionOf(image)?.[0];
  if (major === undefined) return undefined;
  return major >= since.major ? since : { path };
}
