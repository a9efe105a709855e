import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidStorage: Rule = {
  id: "invalid-storage",
  layer: "api",
  severity: "error",
  title: "a volume, claim, StorageClass or driver that the server refuses",
  why: "pods that need the volume wait for it",
  fix: "`kubectl explain persistentvolumeclaim.spec` tells what each field takes",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec:
  accessModes: [ReadWriteOnce]
  resources: {}
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
`,
  find: saidOf("invalid-storage"),
};
