import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundOncePerEntry } from "./facts.ts";

export const failedBuild: Rule = {
  id: "failed-build",
  layer: "documents",
  severity: "error",
  title: "a kustomization or chart that does not build",
  why: "none of its objects can be applied, and none was checked",
  fix: "mend what the program's own message names",
  bad: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [missing.yaml]
`,
  good: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator:
  - name: settings
    literals: [LOG_LEVEL=info]
`,
  find: (world: World) => foundOncePerEntry(world, "program-failed", "kustomization"),
};
