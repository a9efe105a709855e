import type { Rule } from "../rule.ts";
import { collapsedFound } from "./kustomize/selectors.ts";

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/ */
export const overwrittenSelector: Rule = {
  id: "overwritten-selector",
  layer: "graphs",
  severity: "error",
  title: "a common label of kustomize that makes selectors of several programs one",
  why: "each workload counts the pods of the others as its own, and Services send requests to all of them",
  fix: "give it a key of its own, such as app.kubernetes.io/part-of, or write it under labels without includeSelectors",
  bad: `# file: overlay/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
labels:
  - pairs: { app: shop }
    includeSelectors: true
# file: base/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [programs.yaml]
# file: base/programs.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1" }] }
`,
  good: `# file: overlay/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../base]
labels:
  - pairs: { app: shop }
  - pairs: { app.kubernetes.io/part-of: shop }
    includeSelectors: true
# file: base/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [programs.yaml]
# file: base/programs.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1" }] }
`,
  find: collapsedFound,
};
