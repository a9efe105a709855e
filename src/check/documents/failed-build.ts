import { dirname } from "node:path";
import type { ReadProblem, ValueMap } from "../../manifests/read/index.ts";
import { isBuiltBy } from "../../manifests/read/kustomization/flux.ts";
import type { FoundInFile, Rule } from "../rule.ts";
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
  find: (world: World) => {
    const outside = world.problems.filter(({ isOutside }) => isOutside);
    const all = outside.length > 0 ? objectsOf(world) : [];
    const ofFlux = new Set(
      outside.filter(({ where }) => all.some((each) => isBuiltBy(each, dirname(where.file)))),
    );
    const problems = world.problems.filter((problem) => !ofFlux.has(problem));
    return [
      ...foundOncePerEntry({ ...world, problems }, "program-failed", "kustomization"),
      ...[...ofFlux].map(asFlux),
    ];
  },
};

/** Those of trees that do not build, too. */
function objectsOf({ objects, trees }: World): readonly ValueMap[] {
  const files = trees.flatMap((tree) => [...tree.files.values()]);
  const documents = files.flatMap((file) => file.documents);
  return [
    ...objects.map(({ object }) => object as unknown as ValueMap),
    ...documents.flatMap((document) => document.objects.map(({ value }) => value)),
  ];
}

/** Flux allows it, and builds what was not looked at here. */
function asFlux({ where, message }: ReadProblem): FoundInFile {
  return {
    where,
    severity: "info",
    message: `${message}: kustomize alone refuses to build it, Flux builds it`,
    fix: "kustomize build --load-restrictor LoadRestrictionsNone makes what Flux makes: check that",
  };
}
