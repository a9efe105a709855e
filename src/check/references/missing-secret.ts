import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingSecret: Rule = {
  id: "missing-secret",
  layer: "references",
  severity: "warning",
  title: "a Secret that something needs and nothing makes",
  why: "pods wait in CreateContainerConfigError, or with a volume that cannot be mounted, until somebody makes it; an Ingress serves a certificate that no browser takes",
  fix: "add what makes it (an ExternalSecret, a SealedSecret, a Certificate), or say that it is made elsewhere: --assume Secret/NAMESPACE/NAME:KEY,KEY",
  bad: `apiVersion: v1
kind: Secret
metadata: { name: database }
stringData: { password: made-by-hand }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - name: PASSWORD
          valueFrom: { secretKeyRef: { name: databse, key: password } }
`,
  good: `apiVersion: v1
kind: Secret
metadata: { name: database }
stringData: { password: made-by-hand }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      env:
        - name: PASSWORD
          valueFrom: { secretKeyRef: { name: database, key: password } }
`,
  find: missingFound("missing-secret", "warning"),
};
