import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unknownKind } from "../../src/check/api/unknown-kind.ts";
import { run } from "../../src/check/run.ts";
import { worldOfText } from "./read.ts";

async function told(apiVersion: string, kind: string): Promise<string[]> {
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\n`;
  return run([unknownKind], await worldOfText(text)).map(
    (each) => `${each.severity} ${each.message}`,
  );
}

describe("unknown-kind", () => {
  it("takes a group without a dot that Kubernetes does not have for another program's", async () => {
    assert.deepEqual(await told("skaffold/v4beta1", "Config"), [
      "info skaffold/v4beta1 Config is for another program: Kubernetes has no such group",
    ]);
  });

  it("does not take what is misspelt for that", async () => {
    for (const [apiVersion, kind] of [
      ["app/v1", "Deployment"],
      ["app/v1", "Deploymint"],
      ["bacth/v1", "Jobs"],
      ["deployments/v1", "Deployment"],
      ["apps/v1", "Config"],
      ["v1", "Deployment"],
    ] as const) {
      const [only = "", ...more] = await told(apiVersion, kind);
      assert.deepEqual(more, []);
      assert.match(only, /^error Kubernetes 1\.\d+ has no /, `${apiVersion} ${kind}`);
    }
  });

  it("leaves custom resources alone", async () => {
    assert.deepEqual(await told("shop.example.com/v1", "Config"), []);
  });
});
