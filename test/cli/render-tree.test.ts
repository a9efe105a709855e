import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { treeOf } from "../manifests/tree.ts";
import { folder, shell, shop, slipway } from "./slipway.ts";

const tree = ["render", "-f", shop, "--format", "kustomize", "-o", "deploy"];

/** The images of an overlay, by their names. */
function images(cwd: string, environment: string): Record<string, string> {
  const path = join(cwd, "deploy/overlays", environment, "kustomization.yaml");
  const { images } = load(readFileSync(path, "utf8")) as {
    images: { name: string; newName: string; newTag: string }[];
  };
  return Object.fromEntries(
    images.map(({ name, newName, newTag }) => [name, `${newName}:${newTag}`]),
  );
}

describe("slipway render --format kustomize", () => {
  test("writes a base and an overlay for each environment, and says what is in them", () => {
    const cwd = folder();
    const ran = slipway(tree, { cwd });
    assert.equal(ran.stderr, "");
    assert.equal(ran.status, 0);
    assert.match(ran.stdout, /^shop: a base of \d+ objects, 2 overlays\n/);
    assert.match(ran.stdout, /\n {2}dev +\d+ +\d+ +\d+ +\d+\n {2}production +\d+/);
    assert.match(ran.stdout, /\ndeploy: \d+ files written, 0 unchanged, 0 removed\n$/);
    assert.deepEqual(readdirSync(join(cwd, "deploy")).sort(), [".slipway", "base", "overlays"]);
    const again = slipway(tree, { cwd });
    assert.match(again.stdout, /\ndeploy: 0 files written, \d+ unchanged, 0 removed\n$/);
  });

  test("takes images and tags from the command line into the overlays, and leaves the base alone", () => {
    const cwd = folder();
    slipway(tree, { cwd });
    const before = treeOf(join(cwd, "deploy"));
    const ran = slipway([...tree, "--tag", "v2", "--image", "shop/web=ghcr.io/shop/web:v3"], {
      cwd,
    });
    assert.equal(ran.status, 0, ran.stderr);
    const registry = "registry.shop.example";
    const after = treeOf(join(cwd, "deploy"));
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    assert.deepEqual(changed, [
      ".slipway",
      "overlays/dev/kustomization.yaml",
      "overlays/dev/patches/job-seed.yaml",
      "overlays/production/kustomization.yaml",
      "overlays/production/patches/job-seed.yaml",
    ]);
    assert.deepEqual(images(cwd, "production"), {
      "shop/api": `${registry}/shop/api:v2`,
      "shop/web": "ghcr.io/shop/web:v3",
    });
    const wrong = slipway([...tree, "--image", "shop/wbe=a:1"], { cwd });
    assert.match(wrong.stderr, /--image shop\/wbe: no component uses this image\n.*"shop\/web"/);
    assert.equal(wrong.status, 2);
  });

  test("keeps to the rules of a folder, all the way down", () => {
    const cwd = folder();
    slipway(tree, { cwd });
    assert.equal(shell("echo '# edited' >> deploy/base/api.yaml", { cwd }).status, 0);
    const ran = slipway([...tree, "--tag", "v2"], { cwd });
    assert.match(ran.stderr, /deploy\/base\/api\.yaml was edited since it was rendered/);
    assert.equal(ran.status, 2);
    assert.equal(slipway([...tree, "--force"], { cwd }).status, 0);
    assert.doesNotMatch(readFileSync(join(cwd, "deploy/base/api.yaml"), "utf8"), /edited/);
    const plain = slipway(["render", "-f", shop, "-e", "production", "-o", "deploy"], { cwd });
    assert.equal(plain.status, 0, plain.stderr);
    assert.ok(!existsSync(join(cwd, "deploy/overlays")));
  });

  test("is of all environments, and needs a folder", () => {
    const one = slipway([...tree, "-e", "dev"]);
    assert.match(one.stderr, /a kustomize tree is of all environments\n {2}fix: leave -e out/);
    const nowhere = slipway(["render", "-f", shop, "--format", "kustomize"]);
    assert.match(nowhere.stderr, /a kustomize tree is written into a folder\n {2}fix: -o DIR/);
    for (const ran of [one, nowhere]) assert.equal(ran.status, 2);
  });

  test("tells what is wrong in any environment, each problem once, and writes nothing", () => {
    const source = readFileSync(shop, "utf8").replace("port: 8000", "port: 80000");
    const cwd = folder({ "platform.ts": source });
    const ran = slipway(["render", "--format", "kustomize", "-o", "deploy"], { cwd });
    assert.equal(ran.status, 2);
    assert.equal(ran.stderr.match(/80000/g)?.length, 2, "the message and the line that it shows");
    assert.ok(!existsSync(join(cwd, "deploy")));
  });

  test("refuses what cannot be a folder or a file of the tree", () => {
    const source = (names: string, files = "") => `import { platform, worker } from "slipway";
const resources = { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] } as const;
const a = worker("a", { image: "busybox:1.37", scale: 1, resources });
export default platform("shop", { components: { a }, ${files} environments: { ${names} } });
`;
    const told = (names: string, files?: string) => {
      const cwd = folder({ "platform.ts": source(names, files) });
      return slipway(["render", "--format", "kustomize", "-o", "deploy"], { cwd }).stderr;
    };
    const place = '{ namespace: "a" }';
    assert.match(
      told(`"../dev": ${place}`),
      /platform\.ts:4:\d+: the environment "\.\.\/dev" cannot be the name of a folder/,
    );
    assert.match(told(`dev: ${place}, Dev: ${place}`), /there are two environments "Dev"/);
    assert.match(
      told(`dev: ${place}`, 'files: { kustomization: ["a"] },'),
      /would go to kustomization\.yaml, which kustomize takes for its own/,
    );
  });

  test("costs other renderings nothing: they load none of it", () => {
    const root = fileURLToPath(new URL("../../src/", import.meta.url));
    const loaded = new Set<string>();
    const visit = (file: string) => {
      if (loaded.has(file)) return;
      loaded.add(file);
      const code = readFileSync(join(root, file), "utf8");
      for (const [, path = ""] of code.matchAll(
        /^(?:import|export) (?!type)[^;]*? from "(\.[^"]+)";/gms,
      ))
        visit(normalize(join(dirname(file), path)));
    };
    visit("cli/render.ts");
    assert.ok(loaded.has("render/index.ts"), "imports are overlooked");
    assert.deepEqual(
      [...loaded].filter((file) => /kustomize|render-tree/.test(file)),
      [],
    );
    visit("cli/render-tree.ts");
    assert.ok(loaded.has("manifests/kustomize/index.ts"));
  });
});
