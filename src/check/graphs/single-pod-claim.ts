import { foundAt } from "../objects/found.ts";
import { someOf, titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Use, usedClaims } from "./volumes/claims.ts";

export const singlePodClaim: Rule = {
  id: "single-pod-claim",
  layer: "graphs",
  severity: "error",
  title: "a claim for a single pod (ReadWriteOncePod) that several pods mount",
  why: "the scheduler lets one pod have it; every other one is Pending for ever, and so is the new pod of a rolling update",
  fix: "give each pod its own claim (volumeClaimTemplates of a StatefulSet), or run one pod with strategy: { type: Recreate }",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOncePod], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOncePod], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  strategy: { type: Recreate }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  find: (world: World) =>
    usedClaims(world).flatMap(({ claim, mode, uses }): FoundInObject[] => {
      if (mode !== "ReadWriteOncePod") return [];
      const lasting = uses.filter(({ count }) => count.least > 0);
      const pods = lasting.reduce((sum, { count }) => sum + count.least, 0);
      const [first] = lasting;
      if (!first) return [];
      const of = `the claim ${claim.name} is for a single pod (ReadWriteOncePod)`;
      if (pods > 1) {
        const who = someOf(
          lasting.map(({ workload, count }) => `${titleOf(workload.item)} ${count.least}`),
        );
        return [
          foundAt(first.workload.item, first.path, `${of}, and ${pods} pods mount it: ${who}`),
        ];
      }
      if (!isAfterSurge(first)) return [];
      const who = titleOf(first.workload.item);
      const what = `${of}, and a rolling update of ${who} starts the new pod while the old one has it`;
      return [foundAt(first.workload.item, first.path, what)];
    }),
};

/** A new pod must be ready before the old one goes. */
export function isAfterSurge({ rollout }: Use): boolean {
  return rollout !== undefined && rollout.surge > 0 && rollout.unavailable === 0;
}
