import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import type { ReadOptions, Source } from "../../../src/manifests/read/index.ts";
import { NEEDS_GO } from "../../go-program.ts";
import { helmProgram } from "./helm/program.ts";
import { pathOf } from "./programs.ts";
import { folderOf, readAll, textAt } from "./trees.ts";

const helm = helmProgram();
const skip = helm === undefined && NEEDS_GO;

const chart = {
  "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
  "values.yaml": "replicas: 2\nimage: shop:1\nconfig:\n  level: info\n",
  "templates/web.yaml": `{{- /* the site */}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: web
          image: {{ .Values.image | quote }}
          ports:
            - containerPort: 80
---
{{- if .Values.config }}
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
{{ toYaml .Values.config | indent 2 }}
{{- end }}
`,
  "templates/nothing.yaml": "{{- if .Values.never }}\na: b\n{{- end }}\n",
  "crds/crd.yaml":
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.b\n",
};

suite("a chart", { skip }, () => {
  test("knows the template and line of its fields", async () => {
    const folder = folderOf(chart);
    const [source] = await read(folder);
    assert.deepEqual(source!.problems, []);
    const objects = [...source!.documents()].flatMap(({ objects }) => objects);
    const places = Object.fromEntries(objects.map((object) => [object.value.kind, object]));
    const told = (kind: string, ...steps: (string | number)[]) => {
      const where = places[kind]!.locate(steps);
      const text = textAt(readFileSync(where.file, "utf8"), where);
      return `${relative(folder, where.file)}:${where.line} ${text}`;
    };
    const container = ["spec", "template", "spec", "containers", 0];
    assert.deepEqual(
      [
        told("Deployment"),
        told("Deployment", "spec", "replicas"),
        told("Deployment", ...container, "image"),
        told("Deployment", ...container, "ports", 0, "containerPort"),
        told("ConfigMap", "metadata", "name"),
        told("ConfigMap", "data", "level"),
        told("CustomResourceDefinition", "metadata", "name"),
      ],
      [
        "templates/web.yaml:2 apiVersion: apps/v1",
        "templates/web.yaml:7 replicas: {{ .Values.replicas }}",
        "templates/web.yaml:12 image: {{ .Values.image | quote }}",
        "templates/web.yaml:14 80",
        "templates/web.yaml:20 settings",
        "templates/web.yaml:21 data:",
        "crds/crd.yaml:4 a.b",
      ],
    );
  });

  test("takes values files in their order", async () => {
    const files = { "one.yaml": "replicas: 3\nimage: one\n", "two.yaml": "replicas: 4\n" };
    const folder = folderOf({ ...chart, ...files });
    const values = ["one.yaml", "two.yaml"].map((name) => join(folder, name));
    const [source] = await read(folder, { values });
    const [deployment] = [...source!.documents()]
      .flatMap(({ objects }) => objects)
      .filter(({ value }) => value.kind === "Deployment");
    assert.match(JSON.stringify(deployment!.value.spec), /"replicas":4.*"image":"one"/);
  });

  test("is found in a folder, and its templates are not read as manifests", async () => {
    const files = Object.entries(chart).map(([name, text]) => [`charts/shop/${name}`, text]);
    const sources = await read(folderOf(Object.fromEntries(files)));
    assert.deepEqual(
      sources.map(({ kind }) => kind),
      ["chart"],
    );
  });

  test("one that fails is told with the line of its template", async () => {
    const template = 'a: b\nc: {{ required "give a name" .Values.name }}\n';
    const folder = folderOf({ ...chart, "templates/bad.yaml": template });
    const [source] = await read(folder);
    const [problem, ...others] = source!.problems;
    assert.deepEqual(others, []);
    assert.equal(problem!.about, "program-failed");
    assert.match(problem!.message, /cannot be rendered: .*give a name/);
    assert.equal(relative(folder, problem!.where.file), "templates/bad.yaml");
    assert.equal(problem!.where.line, 2);
  });

  test("a key that stands twice in its values is told", async () => {
    const folder = folderOf({ ...chart, "values.yaml": "replicas: 1\nreplicas: 2\n" });
    const [source] = await read(folder);
    assert.deepEqual(
      source!.problems.map(({ about, where }) => [about, where.line]),
      [["duplicate-key", 2]],
    );
    assert.notEqual([...source!.documents()].length, 0);
  });

  test("without helm it says what to install", async () => {
    const [source] = await readAll([folderOf(chart)], { environment: pathOf({}) });
    assert.equal(source!.problems[0]!.about, "program-missing");
    assert.match(source!.problems[0]!.instead!, /^install helm/);
  });
});

function read(path: string, options: ReadOptions = {}): Promise<readonly Source[]> {
  return readAll([path], { environment: pathOf({ helm }), ...options });
}
