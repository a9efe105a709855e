import assert from "node:assert/strict";
import { test } from "node:test";
import { NEEDS_GO } from "../../go-program.ts";
import { type Files, foundInFiles, kustomize } from "../found-in-files.ts";

const skip = kustomize === undefined && NEEDS_GO;

const settings = (level = "info") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata: { LEVEL: ${level} }\n`;
const found = (files: Files) => foundInFiles(files, ".", "duplicate-object", "failed-build");

test("two in one folder are an error: both are applied", async () => {
  const all = await found({ "one.yaml": settings(), "two.yaml": settings() });
  assert.match(all.join("\n"), /^duplicate-object error two.yaml:3 the same object is in line 1/);
});

test("in two folders they may be meant for two clusters: a warning where they differ", async () => {
  const all = await found({ "dev/one.yaml": settings("debug"), "prod/one.yaml": settings() });
  assert.match(
    all.join("\n"),
    /^duplicate-object warning prod\/one.yaml:3 prod\/one.yaml and dev\/one.yaml both bring ConfigMap settings/,
  );
});

test("the very same in two folders is a note", async () => {
  const all = await found({ "dev/one.yaml": settings(), "prod/one.yaml": settings() });
  assert.match(all.join("\n"), /^duplicate-object info /);
});

test("overlays of one base are alternatives: one note for the two", { skip }, async () => {
  const more = settings().replace("name: settings", "name: more");
  const overlay = (level: string) =>
    `resources: [../../base]\npatches: [{ target: { kind: ConfigMap }, patch: '- { op: replace, path: /data/LEVEL, value: ${level} }' }]\n`;
  const all = await found({
    "base/kustomization.yaml": "resources: [settings.yaml]\n",
    "base/settings.yaml": `${settings()}---\n${more}`,
    "overlays/dev/kustomization.yaml": overlay("debug"),
    "overlays/prod/kustomization.yaml": overlay("warn"),
  });
  assert.equal(all.length, 1, all.join("\n"));
  assert.match(
    all.join(),
    /info .* overlays\/prod and overlays\/dev both bring ConfigMap more and ConfigMap settings/,
  );
});
