import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingConfigMap: Rule = {
  id: "missing-configmap",
  layer: "references",
  severity: "warning",
  title: "a ConfigMap that pods need and nothing makes",
  why: "the pods wait in CreateContainerConfigError, or with a volume that cannot be mounted, until somebody makes it",
  fix: "add the ConfigMap, mend its name, or say that it is made elsewhere: --assume ConfigMap/NAMESPACE/NAME",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      envFrom: [{ configMapRef: { name: web-setting } }]
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings }
data: { LOG_LEVEL: info }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      envFrom: [{ configMapRef: { name: web-settings } }, { configMapRef: { name: more, optional: true } }]
`,
  find: missingFound("missing-configmap", "warning"),
};
