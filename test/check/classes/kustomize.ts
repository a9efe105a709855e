import { group } from "./class.ts";
import { all, configMap, deployment, files, KUSTOMIZATION, pod, service } from "./texts.ts";

const tree = group("unseen", "kustomize");

const BASE = {
  "base/kustomization.yaml": `${KUSTOMIZATION}resources: [web.yaml]\n`,
  "base/web.yaml": deployment(),
};

/** An overlay of the base of one Deployment `web`. */
function overlay(lines: string, more: Readonly<Record<string, string>> = {}): string {
  const text = `${KUSTOMIZATION}resources: [../base]\n${lines}`;
  return files({ "overlay/kustomization.yaml": text, ...more, ...BASE });
}

const patch = (name: string) => `patches:
  - target:
      kind: Deployment # here
      name: ${name}
    patch: |-
      - { op: add, path: /spec/replicas, value: 3 }
`;

const merge = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} } # here
spec: { replicas: 3 }
`;

const SETTINGS = `${KUSTOMIZATION}configMapGenerator: [{ name: settings, literals: [LEVEL=info] }]\n`;

const generator = (namespace: string) =>
  files({
    "overlay/kustomization.yaml": `${KUSTOMIZATION}resources: [../base]
configMapGenerator:
  - name: settings # here
    behavior: merge
    literals: [LEVEL=debug]
${namespace}`,
    "base/kustomization.yaml": SETTINGS,
  });

const prefixed = (url: string) =>
  files({
    "kustomization.yaml": `${KUSTOMIZATION}namePrefix: dev-\nresources: [shop.yaml]\n`,
    "shop.yaml": all(
      service("{ port: 5432 }", { name: "db" }),
      pod("", { name: "db", image: "postgres:17" }),
      pod(`env:\n  - { name: DATABASE_URL, value: "${url}" } # here`),
    ),
  });

const labelled = (selecting: boolean) =>
  files({
    "kustomization.yaml": `${KUSTOMIZATION}resources: [web.yaml]
labels:
  - pairs: { team: blue }
    ${selecting ? "includeSelectors: true" : "includeTemplates: true"}
`,
    "web.yaml": deployment(),
  });

/** Faults of kustomizations, which build without a word, or not at all. */
export const kustomize = [
  tree("a key that is written twice: the last wins", "duplicate-key", {
    bad: files({
      "kustomization.yaml": `${KUSTOMIZATION}namePrefix: dev-\nresources: [settings.yaml]\nnamePrefix: test- # here\n`,
      "settings.yaml": configMap("LEVEL: info"),
    }),
    near: files({
      "kustomization.yaml": `${KUSTOMIZATION}namePrefix: dev-\nresources: [settings.yaml]\nnameSuffix: "-1"\n`,
      "settings.yaml": configMap("LEVEL: info"),
    }),
    like: "a prefix and a suffix",
  }),
  tree("a patch by target that meets nothing", "idle-kustomize-entry", {
    bad: overlay(patch("wep")),
    near: overlay(patch("we.")),
    like: "a target by a pattern that meets something",
  }),
  tree("a patch by name that meets nothing", "failed-build", {
    bad: overlay("patches: [{ path: more.yaml }]\n", { "overlay/more.yaml": merge("wep") }),
    near: overlay("patches: [{ path: more.yaml }]\n", { "overlay/more.yaml": merge("web") }),
    like: "the name that the base has",
  }),
  tree("an image entry that meets nothing", "idle-kustomize-entry", {
    bad: overlay("images:\n  - name: shop/web # here\n    newTag: v2\n"),
    near: overlay("images:\n  - name: ghcr.io/shop/web\n    newTag: v2\n"),
    like: "the whole name of the image",
  }),
  tree("a replicas entry that meets nothing", "failed-build", {
    bad: overlay("replicas:\n  - name: wep # here\n    count: 3\n"),
    near: overlay("replicas:\n  - name: web\n    count: 3\n"),
    like: "the name that the base has",
  }),
  tree("a file that no kustomization names", "unlisted-file", {
    bad: undefined,
    near: files({
      "kustomization.yaml": `${KUSTOMIZATION}resources: [settings.yaml]\n`,
      "settings.yaml": configMap("LEVEL: info"),
      "values.yaml": "level: info\n",
      "example.yaml": configMap("LEVEL: debug", "example"),
    }),
    like: "a file for another program, and an example",
  }),
  tree("an overlay inside its base", "failed-build", {
    bad: files({
      "overlays/dev/kustomization.yaml": `${KUSTOMIZATION}resources:\n  - ../.. # here\n`,
      "kustomization.yaml": `${KUSTOMIZATION}resources: [web.yaml]\n`,
      "web.yaml": deployment(),
    }),
    near: files({
      "overlays/dev/kustomization.yaml": `${KUSTOMIZATION}resources:\n  - ../../base\n`,
      ...BASE,
    }),
    like: "an overlay whose base is beside its folder",
  }),
  tree("a generator that finds no base because of the namespace", "failed-build", {
    bad: generator("    namespace: shop\n"),
    near: generator(""),
    like: "a generator without the namespace, as its base is",
  }),
  tree("a label that makes selectors of several programs one", "overwritten-selector", {
    bad: undefined,
    near: undefined,
    like: "the same label without the selectors, and another one with them",
  }),
  tree("a label that changes a selector which cannot change", "immutable-field", {
    bad: labelled(true),
    before: deployment(),
    near: labelled(false),
    like: "the same label on the pods alone",
    reason: "Told where `--against` says what runs in the cluster: in a new cluster it is right.",
  }),
  tree("a namespace that moves what is meant for another", "moved-namespace", {
    bad: undefined,
    near: files({
      "kustomization.yaml": `${KUSTOMIZATION}namespace: shop\nresources: [web.yaml]\n`,
      "web.yaml": deployment("", { namespace: "default" }),
    }),
    like: "objects that are in one namespace before and in one after",
  }),
  tree("a name prefix that breaks host names in values", "unknown-host", {
    bad: prefixed("postgres://db:5432/shop"),
    near: prefixed("postgres://dev-db:5432/shop"),
    like: "the name with its prefix",
  }),
];
