import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { renew, staleFiles } from "../../scripts/generate-kubernetes/stale.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

async function hasGo(): Promise<boolean> {
  return run("go", ["version"]).then(
    () => true,
    () => false,
  );
}

test("the data and the types are what the Go modules say", async (t) => {
  if (!(await hasGo())) return t.skip("needs Go: install it from https://go.dev/dl");
  const script = join(root, "scripts/generate-kubernetes/main.ts");
  const { stdout } = await run(process.execPath, [script, "--verify"]).catch((failure) => failure);
  assert.match(stdout, /^\d+ files, 0 differ\n$/);
});

test("a changed, a missing and a forgotten file are noticed, and renewed", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-generated-"));
  t.after(() => rm(folder, { recursive: true }));
  const wanted = new Map([
    ["data/kinds.json", "{}\n"],
    ["types/core.ts", "export {};\n"],
  ]);
  assert.deepEqual(await staleFiles(folder, wanted), ["data/kinds.json", "types/core.ts"]);
  await renew(folder, await staleFiles(folder, wanted), wanted);
  assert.deepEqual(await staleFiles(folder, wanted), []);
  await writeFile(join(folder, "data/kinds.json"), "{ }\n");
  await writeFile(join(folder, "types/gone.ts"), "");
  assert.deepEqual(await staleFiles(folder, wanted), ["data/kinds.json", "types/gone.ts"]);
  await renew(folder, await staleFiles(folder, wanted), wanted);
  assert.deepEqual(await staleFiles(folder, wanted), []);
});

test("the data is compact and holds no descriptions", async () => {
  const data = join(root, "src/kubernetes/data");
  let size = 0;
  for (const file of await readdir(data, { recursive: true })) {
    const path = join(data, file);
    if ((await stat(path)).isDirectory()) continue;
    const text = await readFile(path, "utf8");
    size += text.length;
    // A field may be called so; a text of that name is a copied description.
    assert.doesNotMatch(text, /"description":"(?!string!?")/, file);
  }
  assert.ok(size < 1_000_000, `${size} bytes`);
});
