import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingClaim: Rule = {
  id: "missing-claim",
  layer: "references",
  severity: "warning",
  title: "a claim or a volume that something needs and nothing makes",
  why: "the pods stay pending until somebody makes it",
  fix: "add the PersistentVolumeClaim, mend its name, or say that it is made elsewhere: --assume PersistentVolumeClaim/NAMESPACE/NAME",
  bad: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts: [{ name: files, mountPath: /files }]
  volumes: [{ name: files, persistentVolumeClaim: { claimName: web-files } }]
`,
  good: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: uploads }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      volumeMounts: [{ name: files, mountPath: /files }]
  volumes: [{ name: files, persistentVolumeClaim: { claimName: uploads } }]
`,
  find: missingFound("missing-claim", "warning"),
};
