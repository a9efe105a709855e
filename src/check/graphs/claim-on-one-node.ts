import { foundAt } from "../objects/found.ts";
import { someOf, titleOf } from "../objects/titles.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Use, type UsedClaim, usedClaims } from "./volumes/claims.ts";
import { sortOfClaim } from "./volumes/storage.ts";

export const claimOnOneNode: Rule = {
  id: "claim-on-one-node",
  layer: "graphs",
  severity: "warning",
  title: "a claim for one node (ReadWriteOnce) that several pods mount",
  why: "its disk is attached to one node: a pod that the scheduler puts on another one waits with Multi-Attach error, for as long as the first runs",
  fix: "give each pod its own claim (volumeClaimTemplates of a StatefulSet), take a class and accessModes: [ReadWriteMany] that many nodes share, or keep the pods together (podAffinity, topologyKey: kubernetes.io/hostname)",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: uploads, mountPath: /uploads }] }]
      volumes: [{ name: uploads, persistentVolumeClaim: { claimName: uploads } }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec: { accessModes: [ReadWriteMany], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: example.com/web:v1, volumeMounts: [{ name: uploads, mountPath: /uploads }] }]
      volumes: [{ name: uploads, persistentVolumeClaim: { claimName: uploads } }]
`,
  find: (world: World) =>
    usedClaims(world).flatMap((used): FoundInObject[] => {
      const scattered = scatteredUses(used);
      const [first] = scattered;
      if (!first || isEverywhere(world, used)) return [];
      const who = someOf(scattered.map(({ workload, count }) => podsOf(workload.item, count)));
      const message = `the claim ${used.claim.name} is for one node (ReadWriteOnce), and these mount it: ${who}`;
      return [foundAt(first.workload.item, first.path, message)];
    }),
};

function podsOf(item: Use["workload"]["item"], { most, isScaled }: Use["count"]): string {
  if (item.kind === "DaemonSet") return `${titleOf(item)} (on every node)`;
  if (most === 1) return titleOf(item);
  return `${titleOf(item)} (${isScaled ? "up to " : ""}${most} pods)`;
}

/** The uses of a claim for one node that may be on several; none where they are sure to meet. */
export function scatteredUses({ mode, uses }: UsedClaim): readonly Use[] {
  if (mode !== "ReadWriteOnce") return [];
  const isLong = ({ workload: { item }, count }: Use) => !count.ends || item.kind === "CronJob";
  const many = uses.filter(
    ({ workload, count, isTogether }) =>
      !isTogether && (count.most > 1 || workload.item.kind === "DaemonSet"),
  );
  if (many.length > 0)
    return [...many, ...uses.filter((use) => isLong(use) && !many.includes(use))];
  // What runs and ends lets go of it; of those that stay, all but one must look for the others.
  const lasting = uses.filter(isLong);
  const free = lasting.filter(({ isTogether }) => !isTogether);
  // Schedules are made so that they do not meet.
  const isRunning = lasting.some(({ count }) => !count.ends);
  return free.length > 1 && isRunning ? lasting : [];
}

/** Whatever the claim asks for, its volume is on every node, or its pods go to the one that has it. */
export function isEverywhere(world: World, { claim }: UsedClaim): boolean {
  const sort = sortOfClaim(world, claim);
  return sort === "shared" || sort === "folder";
}
