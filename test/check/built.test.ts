import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { suite, test } from "node:test";
import { Assumptions } from "../../src/check/assumptions.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { worldOf } from "../../src/check/world.ts";
import { readTogether } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
import { NEEDS_GO } from "../go-program.ts";
import { kustomizeProgram } from "../manifests/kustomize/program.ts";
import { helmProgram } from "../manifests/read/helm/program.ts";
import { pathOf } from "../manifests/read/programs.ts";
import { folderOf } from "../manifests/read/trees.ts";

const helm = helmProgram();
const kustomize = kustomizeProgram();
const skip = (helm === undefined || kustomize === undefined) && NEEDS_GO;
const environment = { ...pathOf({ helm, kustomize }), HTTPS_PROXY: "http://127.0.0.1:1" };

/** What the rules that are named tell of a folder: severity, place and message. */
async function told(folder: string, ...ids: readonly string[]): Promise<string[]> {
  const found = await readTogether([folder], { environment });
  const none = { minor: NEWEST_MINOR, before: [], assumptions: new Assumptions() };
  const chosen = rules.filter(({ id }) => ids.includes(id));
  return run(chosen, await worldOf({ ...found, ...none })).map(
    ({ severity, file, line, message }) =>
      `${severity} ${relative(folder, file)}:${line} ${message}`,
  );
}

const chart = (name: string, template: string, folder = name) => ({
  [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
  // kustomize wants it.
  [`${folder}/values.yaml`]: "a: b\n",
  [`${folder}/templates/all.yaml`]: template,
});
const named = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { a: "{{ .Chart.Name }}" }\n`;

suite("what is built of charts", { skip }, () => {
  test("charts that are checked together are releases of names of their own", async () => {
    const both = (name: string) => ({ ...chart("one", named(name)), ...chart("two", named(name)) });
    assert.deepEqual(await told(folderOf(both("{{ .Release.Name }}")), "duplicate-object"), []);
    assert.equal((await told(folderOf(both("settings")), "duplicate-object")).length, 1);
  });

  test("a key that stands twice is told at the line of the template", async () => {
    const twice = `{{- /* nothing */}}\n{{- $a := 1 }}\n\n${named("a")}kind: ConfigMap\n`;
    const [only = "", ...others] = await told(folderOf(chart("one", twice)), "duplicate-key");
    assert.deepEqual(others, []);
    assert.match(only, /one\/templates\/all\.yaml:\d+ "kind" stands twice in the same map/);
    assert.doesNotMatch(only, /line/);
  });

  const inflated = (more = "") => ({
    "kustomization.yaml": `resources: [own.yaml]
helmCharts:
  - name: web
    version: 1.0.0
    repo: https://charts.example.com
    releaseName: web
    valuesInline: { a: b }
${more}`,
    "own.yaml": named("own").replace("{{ .Chart.Name }}", "a"),
  });
  const wrong = `${named("web")}imutable: true\n`;

  test("a chart that is not there is what could not be looked at, not what is wrong", async () => {
    const folder = folderOf(inflated());
    assert.deepEqual(await told(folder, "failed-build", "unreachable-source"), [
      "warning kustomization.yaml:3 the chart web 1.0.0 of https://charts.example.com is not on this machine: nothing of what is built with it is checked",
    ]);
    assert.deepEqual(readdirSync(folder).toSorted(), ["kustomization.yaml", "own.yaml"]);
  });

  test("a chart that lies there is built", async () => {
    const places = [
      [inflated(), "charts/web-1.0.0/web"],
      [inflated("helmGlobals: { chartHome: ./mine }\n"), "mine/web-1.0.0/web"],
    ] as const;
    for (const [tree, place] of places) {
      const folder = folderOf({ ...tree, ...chart("web", wrong, place) });
      assert.deepEqual(await told(folder, "failed-build", "unreachable-source"), []);
      assert.equal((await told(folder, "unknown-field")).length, 1);
      assert.ok(!readdirSync(join(folder)).includes("Chart.lock"));
    }
  });

  test("what else is wrong with such a kustomization is", async () => {
    const folder = folderOf({
      ...inflated("resurces: []\n"),
      ...chart("web", wrong, "charts/web"),
    });
    const [only = ""] = await told(folder, "failed-build", "unreachable-source");
    assert.match(only, /^error kustomization\.yaml:\d+ kustomize knows no field resurces/);
  });

  test("a patch of a server that is not reached is what could not be looked at", async () => {
    const patched = (path: string) => ({
      "kustomization.yaml": `resources: [own.yaml]\npatches:\n  - path: ${path}\n`,
      "own.yaml": named("own").replace("{{ .Chart.Name }}", "a"),
    });
    const [far = ""] = await told(
      folderOf(patched("https://patches.invalid/patch.yaml")),
      "failed-build",
      "unreachable-source",
    );
    assert.match(
      far,
      /^warning kustomization\.yaml:3 https:\/\/patches\.invalid\/patch\.yaml is not/,
    );
    const [near = ""] = await told(
      folderOf(patched("patch.yaml")),
      "failed-build",
      "unreachable-source",
    );
    assert.match(near, /^error kustomization\.yaml:3 there is no patch\.yaml/);
  });
});
