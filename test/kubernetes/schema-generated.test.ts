import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import {
  folderOf,
  KUBERNETES,
  LIFECYCLE,
  OPERATORS,
} from "../../scripts/generate-kubernetes/sources.ts";
import { renew, staleFiles } from "../../scripts/generate-kubernetes/stale.ts";
import { servedIn } from "../../src/kubernetes/kinds.ts";
import { disagreements, type Model } from "./schema-openapi.ts";

const root = join(import.meta.dirname, "../..");
const run = promisify(execFile);

/** Why the modules that everything is generated from are not to be had, if they are not. */
async function missing(): Promise<string | undefined> {
  const modules = [...KUBERNETES.values(), LIFECYCLE, ...OPERATORS];
  return Promise.all(modules.map(folderOf)).then(
    () => undefined,
    (failure: Error) => failure.message,
  );
}

test("the data and the types are what the Go modules say", async (t) => {
  const reason = await missing();
  if (reason) return t.skip(reason);
  const script = join(root, "scripts/generate-kubernetes/main.ts");
  const { stdout } = await run(process.execPath, [script, "--verify"]).catch((failure) => failure);
  assert.match(stdout, /^\d+ files, 0 differ\n$/);
});

test("every minor has the fields of its own API files", async (t) => {
  const reason = await missing();
  if (reason) return t.skip(reason);
  for (const [minor, module] of KUBERNETES) {
    const folder = join(await folderOf(module), "api/openapi-spec/v3");
    const models: Record<string, Model> = {};
    for (const file of await readdir(folder)) {
      const { components } = JSON.parse(await readFile(join(folder, file), "utf8"));
      Object.assign(models, components?.schemas);
    }
    const kinds = servedIn(minor, { optIn: true }).filter(({ operator }) => !operator);
    // The files leave enums out.
    const rules = ["listType", "listMapKeys", "patchMergeKey"] as const;
    const { compared, found } = disagreements(models, kinds, minor, rules);
    assert.deepEqual(found, [], `1.${minor}`);
    assert.ok(compared > 2000, `${compared} fields of 1.${minor} were compared`);
    const older = disagreements(models, kinds, minor === 31 ? 32 : minor - 1, rules).found;
    assert.ok(older.length > 0, "the fields of another minor differ");
  }
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
