import { formatQuantity, parseQuantity } from "../../kubernetes/quantity.ts";
import { compareQuantities } from "../../kubernetes/quantity-arithmetic.ts";
import type { PersistentVolumeClaim } from "../../kubernetes/types/core.ts";
import type { StorageClass } from "../../kubernetes/types/storage.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { keyOf } from "../identity.ts";
import { foundAt } from "../objects/found.ts";
import { inventory } from "../objects/inventory.ts";
import type { FoundInObject, Rule } from "../rule.ts";
import { once, type Subject, type World } from "../world.ts";

export const claimCannotGrow: Rule = {
  id: "claim-cannot-grow",
  layer: "graphs",
  severity: "error",
  title: "a claim that is to grow, of a class that does not let it",
  why: "the server refuses the change: only dynamically provisioned claims can be resized, of a class with allowVolumeExpansion",
  fix: "set allowVolumeExpansion: true in the StorageClass, if its driver can, and apply that first",
  before: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }
`,
  bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`,
  good: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: fast, accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`,
  find: (world: World) =>
    world.before.length === 0
      ? []
      : inventory(world)
          .all("PersistentVolumeClaim")
          .flatMap((claim): FoundInObject[] => {
            const old = earlier(world).get(keyOf(claim.subject) ?? "")?.object as
              | Decoded<PersistentVolumeClaim>
              | undefined;
            const [was, is] = [old, claim.object].map((each) => sizeOf(each));
            if (!was || !is || compareQuantities(is, was) <= 0) return [];
            const name = claim.object.spec?.storageClassName ?? old?.spec?.storageClassName;
            const found = name === undefined ? undefined : classNamed(world, name);
            if (!found || found.allowVolumeExpansion) return [];
            const path = FieldPath.root.field("spec", "resources", "requests").key("storage");
            const message = `it grows from ${formatQuantity(was)} to ${formatQuantity(is)}, and the class ${name} does not let claims grow`;
            return [foundAt(claim, path, message)];
          }),
};

const earlier = once(
  ({ before }): ReadonlyMap<string | undefined, Subject> =>
    new Map(before.map((subject) => [keyOf(subject), subject])),
);

/** As it will be, or as it is where the input does not have it. */
function classNamed(world: World, name: string): Decoded<StorageClass> | undefined {
  const key = keyOf({ object: { ...CLASS, metadata: { name } } } as unknown as Subject);
  const own = inventory(world).get("StorageClass", "", name)?.object;
  return own ?? (earlier(world).get(key)?.object as Decoded<StorageClass> | undefined);
}

const CLASS = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass" };

function sizeOf(claim: Decoded<PersistentVolumeClaim> | undefined) {
  const size = claim?.spec?.resources?.requests?.storage;
  try {
    return size === undefined ? undefined : parseQuantity(size);
  } catch {
    // What is in the cluster before has not been judged.
    return undefined;
  }
}
