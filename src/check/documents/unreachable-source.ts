import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundOncePerEntry } from "./facts.ts";

export const unreachableSource: Rule = {
  id: "unreachable-source",
  layer: "documents",
  severity: "warning",
  title: "something from elsewhere that could not be fetched, and was not checked",
  why: "none of the objects that are built on it was checked: what is wrong with them will be seen when they are applied",
  fix: "check it where the network can be reached, or keep a copy of what is fetched",
  bad: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [https://unreachable.invalid/base.yaml]
`,
  good: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
configMapGenerator:
  - name: settings
    literals: [LOG_LEVEL=info]
`,
  find: (world: World) => foundOncePerEntry(world, "unreachable"),
};
