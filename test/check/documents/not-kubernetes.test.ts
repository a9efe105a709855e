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
