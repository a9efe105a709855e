import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder } from "./slipway.ts";

const bin = fileURLToPath(new URL("../../bin/slipway.js", import.meta.url));

test("a Node that is too old is told which one is needed", () => {
  const preload = join(
    folder({
      "old.mjs": `Object.defineProperty(process, "versions", { value: { node: "22.11.0" } });
Object.defineProperty(process, "version", { value: "v22.11.0" });
`,
    }),
    "old.mjs",
  );
  const ran = spawnSync(process.execPath, ["--import", preload, bin, "render"], {
    encoding: "utf8",
  });
  assert.equal(
    ran.stderr,
    `slipway needs Node 24 or newer; this is v22.11.0 (${process.execPath}).\n` +
      "Install one from https://nodejs.org, or for one project alone: npm install --save-dev node@26\n",
  );
  assert.equal(ran.stdout, "");
  assert.equal(ran.status, 2);
});

test("the oldest Node in the message is the one that package.json asks for", () => {
  const { engines } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  const needed = /var needed = (\d+);/.exec(readFileSync(bin, "utf8"))?.[1];
  assert.equal(engines.node, `>=${needed}`);
});

test("the first file has nothing in it that an old Node cannot read", () => {
  const source = readFileSync(bin, "utf8").replace(/\/\/.*$/gm, "");
  for (const modern of [
    /^\s*import\s+[\w{*"']/m,
    /\bawait\b/,
    /\?\./,
    /\?\?/,
    /`/,
    /\|\|=/,
    /#\w+[;(]/,
  ])
    assert.doesNotMatch(source, modern);
});
