import assert from "node:assert/strict";
import { test } from "node:test";
import { defineConfig, type ProgramEntry } from "../../src/index.ts";

test("what defineConfig takes, and what does not compile", () => {
  const config = defineConfig({
    assume: ["Secret/shop/db:password"],
    severities: { "missing-secret": "error", practice: "off" },
    suppress: [
      { rule: "a", object: "Pod/a", reason: "b" },
      { rule: "a", file: "vendor", path: "spec", reason: "b", until: "2027-01-31" },
    ],
    baseline: "slipway-baseline.json",
  });
  assert.ok(Object.isFrozen(config));
  assert.deepEqual(defineConfig({}), {});
  const backend: ProgramEntry = {
    name: "the backend",
    images: ["shop/backend"],
    versions: "all",
    source: "backend/Dockerfile",
    executables: [],
    user: { id: 1000 },
    ports: [{ port: 8000, env: ["PORT"] }],
    mayListen: "any",
  };
  defineConfig({ programs: [backend] });
  // @ts-expect-error no source
  defineConfig({ programs: [{ name: "a", images: ["a"], versions: "all", executables: [] }] });
  // @ts-expect-error a fact that there is not
  defineConfig({ programs: [{ ...backend, listens: 80 }] });
  // @ts-expect-error a key that there is not
  defineConfig({ supress: [] });
  // @ts-expect-error a severity that there is not
  defineConfig({ severities: { "missing-secret": "fatal" } });
  // @ts-expect-error no reason
  defineConfig({ suppress: [{ rule: "a", object: "Pod/a" }] });
  // @ts-expect-error neither an object nor a file
  defineConfig({ suppress: [{ rule: "a", reason: "b" }] });
  // @ts-expect-error a list where a text is wanted
  defineConfig({ baseline: ["a"] });
});
