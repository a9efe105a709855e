import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidStorage: Rule = {
  id: "invalid-storage",
  layer: "api",
  severity: "error",
  title: "a volume, claim, StorageClass or driver that the server refuses",
  why: "pods that need the volume stay Pending, with their claim",
  fix: "correct the field that is named; a claim has accessModes and requests.storage, a volume capacity, accessModes and exactly one source",
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
