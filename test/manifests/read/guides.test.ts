import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { type TestContext, test } from "node:test";
import { Guides } from "../../../src/manifests/read/index.ts";

/** The guides near a folder of a tree, relative to the tree. */
function near(t: TestContext, files: Readonly<Record<string, string>>, folder = "."): string[] {
  const root = mkdtempSync(join(tmpdir(), "slipway-guides-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return new Guides().near(join(root, folder)).map(({ file }) => relative(root, file));
}

const REPOSITORY = { ".git/HEAD": "ref" };

test("scripts and readmes of a folder come first, then those above it in its repository", (t) => {
  const files = {
    ...REPOSITORY,
    "README.md": "",
    "a/b/up.sh": "",
    "a/Makefile": "",
    "c/other.sh": "",
    "scripts/deploy": "#!/bin/sh",
    ".github/workflows/ci.yml": "",
  };
  assert.deepEqual(near(t, files, "a/b"), [
    "a/b/up.sh",
    "a/Makefile",
    "README.md",
    "scripts/deploy",
    ".github/workflows/ci.yml",
  ]);
});

test("outside of a repository only the folder itself counts", (t) => {
  assert.deepEqual(near(t, { "README.md": "", "a/up.sh": "" }, "a"), ["a/up.sh"]);
});

test("manifests, data, programs and what is very large are none", (t) => {
  const files = {
    ...REPOSITORY,
    "web.yaml": "",
    "workflows/web.yaml": "",
    LICENSE: "Permission is granted",
    data: "\u0000\u0001",
    "large.sh": "#".repeat(2 ** 18 + 1),
  };
  assert.deepEqual(near(t, files), []);
});

test("a folder that is not there has none", (t) => {
  assert.deepEqual(near(t, REPOSITORY, "not/there"), []);
});
