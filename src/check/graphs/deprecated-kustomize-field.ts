import type { ValueMap } from "../../manifests/read/index.ts";
import { maps } from "../../manifests/read/values.ts";
import type { Where } from "../../problem.ts";
import type { EditInFile } from "../living/fix/edit.ts";
import type { FoundInFile, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { type Passage, passagesOfEach } from "./kustomize/flow.ts";
import { rewritings } from "./kustomize/rewriting.ts";

/** @see sigs.k8s.io/kustomize/api/types/kustomization.go, FixKustomizationPreMarshalling */
export const deprecatedKustomizeField: Rule = {
  id: "deprecated-kustomize-field",
  layer: "graphs",
  severity: "info",
  title: "a field of a kustomization that kustomize has deprecated",
  why: "kustomize 5 still reads it and warns; a later one will not",
  fix: "kustomize edit fix writes the fields of today",
  bad: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
commonLabels: { team: blue }
configMapGenerator:
  - name: settings
    literals: [LEVEL=info]
`,
  good: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
labels:
  - pairs: { team: blue }
    includeSelectors: true
configMapGenerator:
  - name: settings
    literals: [LEVEL=info]
`,
  find: (world: World) =>
    passagesOfEach(world).flatMap(([passage]) => (passage ? old(passage) : [])),
};

const TODAY: Readonly<Record<string, string>> = {
  bases: "resources",
  patchesStrategicMerge: "patches",
  patchesJson6902: "patches",
  commonLabels: "labels, with includeSelectors: true where the selectors have them",
  vars: "replacements",
  imageTags: "images",
};

function old({ kustomization }: Passage): FoundInFile[] {
  const { document, value } = kustomization;
  const fields = Object.keys(TODAY).filter((field) => Object.hasOwn(value, field));
  const found = fields.map((field) => ({
    where: document.locate([field], "key"),
    message: `${field} is deprecated`,
    fix: `write ${TODAY[field]}; kustomize edit fix does it`,
    edits: () => rewritings[field]?.(kustomization) ?? [],
  }));
  const generators = ["configMapGenerator", "secretGenerator"].flatMap((field) =>
    maps(value[field]).flatMap(([index, entry]) =>
      Object.hasOwn(entry, "env")
        ? [{ where: document.locate([field, index, "env"], "key"), entry }]
        : [],
    ),
  );
  const message = "env of a generator is deprecated";
  return [
    ...found,
    ...generators.map(({ where, entry }) => ({
      where,
      message,
      fix: "write envs, a list",
      edits: () => asList(where, entry),
    })),
  ];
}

function asList(where: Where, entry: ValueMap): readonly EditInFile[] {
  const { env } = entry;
  if (typeof env !== "string" || !/^[\w./-]+$/.test(env) || Object.hasOwn(entry, "envs")) return [];
  return [{ sort: "text", where, from: `env: ${env}`, to: `envs: [${env}]` }];
}
