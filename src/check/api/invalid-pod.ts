import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidPod: Rule = {
  id: "invalid-pod",
  layer: "api",
  severity: "error",
  title: "a Pod, or a PodTemplate, that the server refuses",
  why: "the pod is not created; the pods of a workload are judged with the workload",
  fix: "correct the field that is named; `kubectl explain pod.spec` tells what it takes",
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
