import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { renderEnvironments } from "../../src/load/environments.ts";
import { loadPlatform } from "../../src/load/load.ts";
import { kustomizeTree } from "../../src/manifests/kustomize/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const document = readFileSync(join(root, "docs/kustomize.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "slipway-docs-"));
after(() => rmSync(folder, { recursive: true }));

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "ms").exec(document)?.[1] as string;
}

/** Files that the document shows, by their paths in the tree. */
const shown = [...document.matchAll(/^`([\w./-]+)`:\n\n```yaml\n(.*?)^```$/gms)].map(
  ([, path = "", text = ""]) => [path, text] as const,
);

async function files(): Promise<ReadonlyMap<string, string>> {
  const file = join(folder, "platform.ts");
  writeFileSync(file, block("ts"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const platform = await loadPlatform(file, pathToFileURL(join(root, "src/index.ts")).href);
  return kustomizeTree(await renderEnvironments(platform, file, {})).files;
}

describe("docs/kustomize.md", () => {
  test("lists the files of its platform's tree", async () => {
    assert.deepEqual(block("text").trimEnd().split("\n"), [...(await files()).keys()].sort());
  });

  test("shows them as they are", async () => {
    assert.ok(shown.length >= 4);
    const written = await files();
    for (const [path, text] of shown) assert.equal(text, written.get(path), path);
  });
});
