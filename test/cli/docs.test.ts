import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { systems } from "../examples/systems.ts";
import { treeOf } from "../manifests/tree.ts";
import { folder, shop, slipway } from "./slipway.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const source = readFileSync(shop, "utf8");
const fresh = (files: Readonly<Record<string, string>> = {}) =>
  folder({ "platform.ts": source, ...files });

describe("slipway docs", () => {
  test("writes the pages beside the platform file, once", () => {
    const cwd = fresh();
    const first = slipway(["docs"], { cwd });
    assert.equal(first.status, 0, first.stderr);
    const pages = readdirSync(join(cwd, "reference")).filter((name) => name.endsWith(".md"));
    assert.deepEqual(pages.sort(), [
      ...["README.md", "configuration.md", "deployment.md", "environments.md", "health.md"],
      ...["manifests.md", "network.md", "resources.md", "runbook-dev.md", "runbook-production.md"],
    ]);
    assert.equal(first.stdout, "reference: 10 files written, 0 unchanged, 0 removed\n");
    const again = slipway(["docs"], { cwd });
    assert.equal(again.stdout, "reference: 0 files written, 10 unchanged, 0 removed\n");
  });

  test("says on the first page how it is made again, from wherever it was called", () => {
    const cwd = fresh();
    slipway(["docs", "-f", join(cwd, "platform.ts"), "-o", join(cwd, "docs/shop")], { cwd: root });
    const readme = readFileSync(join(cwd, "docs/shop/README.md"), "utf8");
    assert.match(readme, /run `slipway docs -o docs\/shop` beside it/);
    const there = slipway(["docs", "-o", "docs/shop", "--verify"], { cwd });
    assert.equal(there.status, 0, there.stderr);
  });

  test("--verify ends with 1 where pages are out of date, names them, and writes nothing", () => {
    const cwd = fresh();
    slipway(["docs"], { cwd });
    const fine = slipway(["docs", "--verify"], { cwd });
    assert.deepEqual(
      [fine.status, fine.stdout, fine.stderr],
      [0, "reference: 10 files are up to date\n", ""],
    );
    writeFileSync(join(cwd, "platform.ts"), source.replace(/ {4}dev: \{[\s\S]*?\n {4}\},\n/, ""));
    const before = treeOf(cwd);
    const stale = slipway(["docs", "--verify"], { cwd });
    assert.equal(stale.status, 1);
    assert.equal(stale.stdout, "");
    assert.match(stale.stderr, /^reference\/README\.md is out of date$/m);
    assert.match(stale.stderr, /^reference\/runbook-dev\.md is no longer written$/m);
    assert.match(stale.stderr, /^ {2}fix: slipway docs$/m);
    assert.deepEqual(treeOf(cwd), before);
    const written = slipway(["docs"], { cwd });
    assert.match(written.stdout, /, 1 removed\n$/);
    assert.equal(slipway(["docs", "--verify"], { cwd }).status, 0);
  });

  test("--verify finds a page that is missing, and one that somebody changed", () => {
    const cwd = fresh();
    const missing = slipway(["docs", "--verify"], { cwd });
    assert.equal(missing.status, 1);
    assert.equal(missing.stderr.match(/ is missing$/gm)?.length, 10);
    assert.ok(!existsSync(join(cwd, "reference")));
    slipway(["docs"], { cwd });
    appendFileSync(join(cwd, "reference/network.md"), "by hand\n");
    const changed = slipway(["docs", "--verify"], { cwd });
    assert.deepEqual(
      [changed.status, changed.stderr],
      [1, "reference/network.md is out of date\n  fix: slipway docs\n"],
    );
  });

  test("stops at a page that somebody changed, unless it is forced", () => {
    const cwd = fresh();
    slipway(["docs"], { cwd });
    appendFileSync(join(cwd, "reference/network.md"), "by hand\n");
    const stopped = slipway(["docs"], { cwd });
    assert.equal(stopped.status, 2);
    assert.match(stopped.stderr, /reference\/network\.md was edited/);
    assert.equal(slipway(["docs", "--force"], { cwd }).status, 0);
    assert.equal(slipway(["docs", "--verify"], { cwd }).status, 0);
  });

  test("a platform that cannot be rendered is told like everywhere else", () => {
    const cwd = fresh({ "platform.ts": source.replace("platform(", "platfrom(") });
    const ran = slipway(["docs"], { cwd });
    assert.equal(ran.status, 2);
    assert.match(ran.stderr, /platfrom/);
    assert.equal(slipway(["docs", "-e", "dev"], { cwd }).status, 2);
  });

  test("no value of a secret gets into a page", () => {
    const canary = "canary-5f1e8c";
    const text = source.replaceAll("secrets: existing()", 'secrets: dotenv({ file: ".env.here" })');
    const imported = text.replace("import {", 'import { dotenv } from "slipway";\nimport {');
    const cwd = fresh({
      "platform.ts": imported,
      ".env.here": `PASSWORD=${canary}\nUSER=${canary}\n`,
    });
    const ran = slipway(["docs"], { cwd });
    assert.equal(ran.status, 0, ran.stderr);
    const pages = Object.entries(treeOf(join(cwd, "reference")));
    assert.ok(pages.some(([, page]) => page?.includes(".env.here")));
    assert.deepEqual(
      pages.filter(([, page]) => page?.includes(canary)),
      [],
    );
  });

  for (const system of systems) {
    test(`the pages of examples/${system} are up to date`, () => {
      const ran = slipway(["docs", "-f", `examples/${system}/platform.ts`, "--verify"], {
        cwd: root,
      });
      assert.deepEqual([ran.status, ran.stderr], [0, ""]);
    });
  }
});
