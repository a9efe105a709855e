import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingClass: Rule = {
  id: "missing-class",
  layer: "references",
  severity: "info",
  title: "a class that something names and that is not there",
  why: "nothing takes care of it: a claim stays pending, an Ingress is served by nobody, a pod with an unknown priority or runtime class is refused",
  fix: "name a class that is there, or say that it is in the cluster: --assume StorageClass/NAME",
  bad: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec:
  storageClassName: quick
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
`,
  good: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: fast }
provisioner: ebs.csi.aws.com
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec:
  storageClassName: fast
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
`,
  find: missingFound("missing-class", "info"),
};
