import assert from "node:assert/strict";
import { test } from "node:test";
import { type Files, foundInFiles } from "../found-in-files.ts";

const found = (files: Files, root = ".") => foundInFiles(files, root, "documents");
const others = { "package.json": '{ "name": "shop" }', "values.yaml": "debug: yes\n" };

test("files of other programs in a folder are one note", async () => {
  const all = await found(others);
  assert.equal(all.length, 1, all.join("\n"));
  assert.match(
    all.join(),
    /^not-kubernetes info package.json:1 2 files hold no Kubernetes object: package.json and values.yaml/,
  );
});

test("what is nearly an object is a warning; what has nothing of one is not, though it was named", async () => {
  const near = { "pod.yaml": "kind: Pod\nmetadata: { name: web }\n" };
  assert.match((await found(near)).join(), /warning pod.yaml:1 .* lacks apiVersion/);
  assert.match((await found(others, "package.json")).join(), /info .*package.json:1/);
  const list = await found({ "list.json": "[1]" }, "list.json");
  assert.match(list.join(), /warning .*list.json:1/);
});

test("hidden files are nobody's manifests", async () => {
  const pod = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";
  assert.deepEqual(await found({ "namespace.yaml": pod, ".travis.yml": "language: go\n" }), []);
});

test("a patch that names no object is a note, by its name or by its directives", async () => {
  const spec = "metadata: { name: web }\nspec: { replicas: 3 }\n";
  const told = async (name: string, text: string) =>
    (await found({ [name]: text }, name)).map((each) => each.split(" ")[1]);
  for (const name of ["web-patch.yaml", "patch.yml", "patch-web.yaml", "20_web.patch.json"])
    assert.deepEqual(await told(name, name.endsWith("json") ? '{ "spec": {} }' : spec), ["info"]);
  for (const text of [
    "metadata: { name: web }\nspec: { $setElementOrder/containers: [{ name: web }] }\n",
    "spec: { template: { spec: { containers: [{ name: web, $patch: delete }] } } }\n",
    "- { op: replace, path: /spec/replicas, value: 3 }\n",
  ])
    assert.deepEqual(await told("web.yaml", text), ["info"], text);
  for (const [name, text] of [
    ["web.yaml", spec],
    ["dispatch.yaml", spec],
    ["web-patch.yaml", `kind: Deployment\n${spec}`],
    ["web.yaml", `apiVersion: apps/v1\nmetadata: { $patch: delete }\n`],
    ["web.yaml", "- { op: replace }\n"],
  ] as const)
    assert.deepEqual(await told(name, text), ["warning"], `${name} ${text}`);
});
