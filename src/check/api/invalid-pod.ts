import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidPod: Rule = {
  id: "invalid-pod",
  layer: "api",
  severity: "error",
  title: "a pod, or the template of pods, that the server refuses",
  why: "no pod can be made of it: a bare Pod is refused, and so is the whole Deployment or Job whose template it is",
  fix: "correct the field that the finding names; `kubectl explain pod.spec` tells what each field takes",
  bad: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      ports: [{ containerPort: 80800 }]
      volumeMounts: [{ name: data, mountPath: /data }]
`,
  good: `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: example.com/web:v1
      ports: [{ containerPort: 8080 }]
      volumeMounts: [{ name: data, mountPath: /data }]
  volumes: [{ name: data, emptyDir: {} }]
`,
  find: saidOf("invalid-pod"),
};
