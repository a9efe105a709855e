import type { ReadProblem } from "../../manifests/read/index.ts";
import type { Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundOf } from "./facts.ts";

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
  find: (world: World) => {
    // One entry may be the end of many builds.
    const byEntry = Map.groupBy(reading(world), ({ where: { file, line, column }, message }) =>
      [file, line, column, message].join(":"),
    );
    return [...byEntry.values()].map(([first, ...others]) => {
      const found = foundOf(first as ReadProblem);
      return others.length === 0
        ? found
        : { ...found, message: `${found.message}; ${others.length + 1} builds fail for it` };
    });
  },
};

function reading({ problems }: World): readonly ReadProblem[] {
  return problems.filter(({ about }) => about === "program-failed" || about === "kustomization");
}
