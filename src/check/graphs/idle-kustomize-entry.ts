import type { Rule } from "../rule.ts";
import { idleEntries } from "./kustomize/idle.ts";

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
export const idleKustomizeEntry: Rule = {
  id: "idle-kustomize-entry",
  layer: "graphs",
  severity: "warning",
  title: "an entry of a kustomization that changes nothing",
  why: "kustomize says nothing and builds: what the entry should change goes to the cluster as it was, such as yesterday's image",
  fix: "mend what the entry is for, or leave it out",
  bad: `# file: overlay/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
images:
  - name: web
    newTag: v2
patches:
  - target: { kind: Deployment, name: wep }
    patch: |-
      - { op: add, path: /spec/replicas, value: 3 }
# file: base/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [web.yaml]
# file: base/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.example.com/shop/web:v1" }] }
`,
  good: `# file: overlay/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
images:
  - name: registry.example.com/shop/web
    newTag: v2
patches:
  - target: { kind: Deployment, name: web }
    patch: |-
      - { op: add, path: /spec/replicas, value: 3 }
# file: base/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [web.yaml]
# file: base/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "registry.example.com/shop/web:v1" }] }
`,
  find: idleEntries,
};
