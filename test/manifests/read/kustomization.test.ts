import assert from "node:assert/strict";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import type { Source, SourceObject } from "../../../src/manifests/read/index.ts";
import { NEEDS_GO } from "../../go-program.ts";
import { kustomizeProgram } from "../kustomize/program.ts";
import { pathOf } from "./programs.ts";
import { folderOf, readAll, textAt } from "./trees.ts";

const kustomize = kustomizeProgram();
const skip = kustomize === undefined && NEEDS_GO;

const base = {
  "base/kustomization.yaml": `resources:
  - web.yaml
  - service.yaml
  - crd.yaml
labels:
  - pairs:
      team: blue
    includeSelectors: true
configMapGenerator:
  - name: settings
    literals:
      - LEVEL=info
      - COLOUR=green
    files:
      - rules=rules.conf
    envs:
      - settings.env
`,
  "base/crd.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: toys.shop.example
`,
  "base/rules.conf": "one\n",
  "base/settings.env": "# settings\nREGION=eu\n",
  "base/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: proxy
          image: proxy:1
        - name: web
          image: shop/web:1
          ports:
            - containerPort: 80
          env:
            - name: LEVEL
              value: debug
          envFrom:
            - configMapRef: { name: settings }
`,
  "base/service.yaml": `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: { app: web }
  ports:
    - port: 80
      targetPort: 80
`,
};

const overlay = {
  "prod/kustomization.yaml": `namespace: shop
namePrefix: prod-
resources:
  - ../base
components:
  - ../metrics
images:
  - name: shop/web
    newTag: v7
replicas:
  - name: web
    count: 5
commonAnnotations:
  owner: ops
patches:
  - path: memory.yaml
  - target: { kind: Service }
    patch: |
      - op: replace
        path: /spec/ports/0/port
        value: 8080
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        paused: false
`,
  "prod/memory.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          resources:
            limits:
              memory: 1Gi
`,
  "metrics/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - path: port.yaml
`,
  "metrics/port.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          ports:
            - containerPort: 9090
`,
};

/** Where paths of a built object were set: the file, and the text there. */
const expected: Readonly<
  Record<string, readonly (readonly [path: string, file: string, text: string])[]>
> = {
  Deployment: [
    ["", "base/web.yaml", "apiVersion: apps/v1"],
    ["metadata.name", "prod/kustomization.yaml", "prod-"],
    ["metadata.namespace", "prod/kustomization.yaml", "shop"],
    ["metadata.annotations.owner", "prod/kustomization.yaml", "ops"],
    ["metadata.labels.team", "base/kustomization.yaml", "blue"],
    ["spec.selector.matchLabels.team", "base/kustomization.yaml", "blue"],
    ["spec.selector.matchLabels.app", "base/web.yaml", "web }"],
    ["spec.replicas", "prod/kustomization.yaml", "5"],
    ["spec.paused", "prod/kustomization.yaml", "false"],
    ["spec.template.spec.containers.web.image", "prod/kustomization.yaml", "v7"],
    ["spec.template.spec.containers.proxy.image", "base/web.yaml", "proxy:1"],
    ["spec.template.spec.containers.web.resources.limits.memory", "prod/memory.yaml", "1Gi"],
    ["spec.template.spec.containers.web.ports.9090.containerPort", "metrics/port.yaml", "9090"],
    ["spec.template.spec.containers.web.ports.80.containerPort", "base/web.yaml", "80"],
    ["spec.template.spec.containers.web.env.LEVEL.value", "base/web.yaml", "debug"],
    ["spec.template.spec.containers.web.livenessProbe", "base/web.yaml", "name: web"],
    ["spec.strategy", "base/web.yaml", "replicas: 1"],
  ],
  CustomResourceDefinition: [["metadata.name", "base/crd.yaml", "toys.shop.example"]],
  Service: [
    ["spec.ports.0.port", "prod/kustomization.yaml", "8080"],
    ["spec.ports.0.targetPort", "base/service.yaml", "80"],
    ["spec.ports", "base/service.yaml", "- port: 80"],
  ],
  ConfigMap: [
    ["data.LEVEL", "base/kustomization.yaml", "LEVEL=info"],
    ["data.COLOUR", "base/kustomization.yaml", "COLOUR=green"],
    ["data.rules", "base/rules.conf", "one"],
    ["data.REGION", "base/settings.env", "REGION=eu"],
    ["metadata.name", "prod/kustomization.yaml", "prod-"],
  ],
};

suite("a kustomization", { skip }, () => {
  test("knows which file and line set each field", async () => {
    const folder = folderOf({ ...base, ...overlay });
    const [source] = await read(join(folder, "prod"));
    const objects = objectsOf(source!);
    assert.deepEqual(source!.problems, []);
    assert.equal(objects.length, 4);
    for (const object of objects)
      for (const [path, file, text] of expected[object.value.kind] ?? assert.fail()) {
        const where = object.locate(stepsOf(object, path));
        const found = relative(realpathSync(folder), realpathSync(where.file));
        const line = textAt(readFileSync(where.file, "utf8"), where);
        assert.deepEqual([found, line], [file, text], `${object.value.kind} ${path}`);
      }
  });

  test("builds what kustomize builds, without the notes that were asked for", async () => {
    const folder = folderOf({ ...base, ...overlay });
    const [source] = await read(join(folder, "prod"));
    const { buildAll } = await import("../kustomize/program.ts");
    const [answer] = buildAll(kustomize!, [join(folder, "prod")]);
    const byKind = (a: { kind: string }, b: { kind: string }) => a.kind.localeCompare(b.kind);
    assert.deepEqual(
      objectsOf(source!)
        .map(({ value }) => value)
        .sort(byKind),
      answer!.objects!.toSorted(byKind),
    );
  });

  test("writes nothing into the tree", async () => {
    const folder = folderOf({ ...base, ...overlay });
    const before = readdirSync(folder, { recursive: true });
    await read(join(folder, "prod"));
    assert.deepEqual(readdirSync(folder, { recursive: true }), before);
  });

  test("in a folder: only what no other one is made of, and its files not by themselves", async () => {
    const other = { "loose.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n" };
    const folder = folderOf({ ...base, ...overlay, ...other });
    const sources = await read(folder);
    assert.deepEqual(
      sources.map(({ path, kind }) => [relative(folder, path), kind]),
      [
        ["loose.yaml", "file"],
        ["prod", "kustomization"],
      ],
    );
  });

  const broken: Readonly<Record<string, readonly [Record<string, string>, RegExp, string]>> = {
    "a file that is missing": [
      { "kustomization.yaml": "resources:\n  - web.yml\n", "web.yaml": "" },
      /^there is no web\.yml in /,
      "web.yml",
    ],
    "one that contains itself": [
      { "kustomization.yaml": "resources: [a]\n", "a/kustomization.yaml": "resources:\n- ..\n" },
      /leads back to a kustomization that it is part of/,
      "..",
    ],
    "a key that stands twice": [
      { "kustomization.yaml": "namePrefix: a-\nresources: []\nnamePrefix: b-\n" },
      /"namePrefix" stands twice/,
      "namePrefix: b-",
    ],
    "YAML that is none": [{ "kustomization.yaml": "resources:\n\t- a\n" }, /tab/, "\t- a"],
    "a patch that is no YAML": [
      { "kustomization.yaml": "patches:\n  - path: p.yaml\n", "p.yaml": "a: b: c\n" },
      /second ": "/,
      ": c",
    ],
  };
  for (const [name, [files, message, text]] of Object.entries(broken))
    test(`${name} is one problem with its line`, async () => {
      const [source] = await read(folderOf(files));
      const [problem, ...others] = source!.problems;
      assert.match(problem!.message, message);
      assert.equal(textAt(readFileSync(problem!.where.file, "utf8"), problem!.where), text);
      assert.deepEqual(
        others.filter(({ about }) => about !== "program-failed"),
        [],
      );
    });

  test("what kustomize refuses is told in its words", async () => {
    const folder = folderOf({ "kustomization.yaml": "namePrefix: [a]\n" });
    const [source] = await read(folder);
    assert.match(source!.problems[0]!.message, /cannot be built: .*cannot unmarshal array/);
    assert.doesNotMatch(source!.problems[0]!.message, /slipway-kustomize/);
  });

  test("without kustomize and kubectl it says which to install", async () => {
    const folder = folderOf({ "kustomization.yaml": "resources: []\n" });
    const [source] = await readAll([folder], { environment: pathOf({}) });
    assert.equal(source!.problems[0]!.about, "program-missing");
    assert.match(source!.problems[0]!.instead!, /^install kustomize/);
  });

  test("a program that never ends is stopped", async () => {
    const folder = folderOf({ "kustomization.yaml": "resources: []\n" });
    const environment = pathOf({ kustomize: "/usr/bin/yes" });
    const [source] = await readAll([folder], { environment, timeout: 200 });
    assert.match(source!.problems[0]!.message, /took more than 0\.2 s/);
  });
});

function read(path: string): Promise<readonly Source[]> {
  return readAll([path], { environment: pathOf({ kustomize }) });
}

function objectsOf(source: Source): SourceObject[] {
  return [...source.documents()].flatMap(({ problems, objects }) => {
    assert.deepEqual(problems, []);
    return objects;
  });
}

/** Items by a name or port instead of an index. */
function stepsOf({ value }: SourceObject, path: string): (string | number)[] {
  let here: unknown = value;
  return path
    .split(".")
    .filter((step) => step !== "")
    .map((step) => {
      const own = Array.isArray(here) ? indexOf(here, step) : step;
      here = (here as Record<string | number, unknown> | undefined)?.[own];
      return own;
    });
}

function indexOf(list: readonly unknown[], step: string): number {
  const named = list.findIndex((item) =>
    [(item as { name?: string }).name, (item as { containerPort?: number }).containerPort].some(
      (name) => String(name) === step,
    ),
  );
  return named === -1 ? Number(step) : named;
}
