import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import type { Item } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { isEverywhere, scatteredUses } from "./claim-on-one-node.ts";
import { isAfterSurge } from "./single-pod-claim.ts";
import { usedClaims } from "./volumes/claims.ts";

export const rolloutWaitsForClaim: Rule = {
  id: "rollout-waits-for-claim",
  layer: "graphs",
  severity: "warning",
  title: "a rolling update whose new pod needs the volume that the old one has",
  why: "the volume is attached to the old pod's node, and the old pod stays until the new one is ready: on another node that is never (Multi-Attach error), on the same one two programs write the same files for a while",
  fix: "write strategy: { type: Recreate }, or make it a StatefulSet",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wiki }
spec:
  replicas: 1
  selector: { matchLabels: { app: wiki } }
  template:
    metadata: { labels: { app: wiki } }
    spec:
      containers: [{ name: wiki, image: example.com/wiki:v1, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: wiki }
spec:
  replicas: 1
  strategy: { type: Recreate }
  selector: { matchLabels: { app: wiki } }
  template:
    metadata: { labels: { app: wiki } }
    spec:
      containers: [{ name: wiki, image: example.com/wiki:v1, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`,
  *find(world: World): Iterable<FoundInObject> {
    const claimsOf = new Map<Item, string[]>();
    for (const used of usedClaims(world)) {
      if (used.mode !== "ReadWriteOnce" || scatteredUses(used).length > 0) continue;
      if (isEverywhere(world, used)) continue;
      for (const use of used.uses) {
        const { item } = use.workload;
        if (use.isTogether || !isAfterSurge(use)) continue;
        const known = claimsOf.get(item);
        if (known) known.push(used.claim.name);
        else claimsOf.set(item, [used.claim.name]);
      }
    }
    const path = FieldPath.root.field("spec", "strategy", "type");
    for (const [item, claims] of claimsOf) {
      const names = claims.length === 1 ? `claim ${claims[0]}` : `claims ${claims.join(", ")}`;
      const message = `a rolling update starts the new pod while the old one has the ${names} (ReadWriteOnce)`;
      yield foundAt(item, path, message);
    }
  },
};
