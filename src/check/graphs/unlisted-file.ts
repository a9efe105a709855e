import type { Rule } from "../rule.ts";
import { unlistedFiles } from "./kustomize/unlisted.ts";

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/ */
export const unlistedFile: Rule = {
  id: "unlisted-file",
  layer: "graphs",
  severity: "warning",
  title: "a manifest in a kustomization's folder that no kustomization names",
  why: "it is reviewed and committed like the others, and never reaches the cluster",
  fix: "name it among the resources or patches, or delete it; a comment in the kustomization that names it says that it is left out on purpose",
  bad: `# file: kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [settings.yaml]
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LEVEL: info }
# file: quota.yaml
apiVersion: v1
kind: ResourceQuota
metadata: { name: team }
spec: { hard: { pods: "20" } }
`,
  good: `# file: kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [settings.yaml, quota.yaml]
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LEVEL: info }
# file: quota.yaml
apiVersion: v1
kind: ResourceQuota
metadata: { name: team }
spec: { hard: { pods: "20" } }
`,
  find: unlistedFiles,
};
