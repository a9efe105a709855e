import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load } from "js-yaml";
import { config, web } from "../../../src/index.ts";
import { app, resources } from "../../platform/shop.ts";
import { examples, exampleTree } from "./examples.ts";
import { refused } from "./refused.ts";
import { map, problems, treeOf } from "./small-trees.ts";

describe("what stands where in a kustomize tree", () => {
  test("what most environments have is in the base, and one that lacks it says so", () => {
    const has = { objects: [map("most")] };
    const tree = treeOf({ a: has, b: has, c: {} });
    assert.deepEqual(tree.base("ConfigMap", "most"), map("most"));
    const [patch] = tree.overlay("c").patches;
    assert.deepEqual(patch.target, { kind: "ConfigMap", name: "most" });
    assert.match(patch.patch, /\$patch: delete/);
    assert.deepEqual(tree.overlay("a").patches, undefined);
    assert.deepEqual(tree.overlay("a").resources, ["../../base"]);
  });

  test("what no more than half of them have is theirs", () => {
    const tree = treeOf({ a: { objects: [map("half")] }, b: {} });
    assert.equal(tree.base("ConfigMap", "half"), undefined);
    assert.deepEqual(tree.read("overlays/a/resources/objects.yaml"), [map("half")]);
    assert.deepEqual(tree.overlay("a").resources, ["../../base", "resources/objects.yaml"]);
    assert.deepEqual(tree.overlay("b").resources, ["../../base"]);
  });

  test("the base has the form that most share, else that of the last environment", () => {
    const level = (text: string) => ({ objects: [map("level", { text })] });
    const data = (...texts: string[]) => {
      const all = Object.fromEntries(texts.map((text, index) => [`e${index}`, level(text)]));
      return treeOf(all).base("ConfigMap", "level").data.text;
    };
    assert.equal(data("x", "x", "y"), "x");
    assert.equal(data("x", "y", "y"), "y");
    assert.equal(data("x", "y", "z"), "z");
    assert.equal(data("x", "y", "x", "y"), "y");
  });

  test("files of the base are those that the platform names", () => {
    const { paths } = treeOf({ a: {} }, { files: { "01-all": ["namespace", "shop"] } });
    assert.deepEqual(paths, [
      "base/kustomization.yaml",
      "base/01-all.yaml",
      "base/network.yaml",
      "overlays/a/kustomization.yaml",
    ]);
  });

  test("encrypted secrets stay as they were sealed, in files of their own", () => {
    const sealed = {
      apiVersion: "bitnami.com/v1alpha1",
      kind: "SealedSecret",
      metadata: { name: "login", namespace: "shop-a" },
      spec: { encryptedData: {} },
    };
    const encrypted = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "login", namespace: "shop-b" },
      data: { A: "ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]" },
      sops: { mac: "x" },
    };
    const tree = treeOf({
      a: { objects: [sealed] },
      b: { objects: [encrypted] },
      c: { objects: [] },
    });
    assert.deepEqual(tree.read("overlays/a/resources/sealedsecret-login.yaml"), [sealed]);
    assert.deepEqual(tree.read("overlays/b/resources/secret-login.yaml"), [encrypted]);
    const both = treeOf({
      a: { objects: [sealed] },
      b: { objects: [{ ...sealed, metadata: { ...sealed.metadata, namespace: "shop-b" } }] },
    });
    assert.equal(both.base("SealedSecret", "login"), undefined);
  });
});

describe("what kustomize cannot leave as it is", () => {
  for (const { name, object, message } of refused) {
    test(`${name} is told`, () => {
      assert.deepEqual(problems({ a: { objects: [object] } }), [message]);
    });
  }
});

test("nothing is written that kustomize calls deprecated", async () => {
  const known = [
    "apiVersion",
    "kind",
    "namespace",
    "namePrefix",
    "resources",
    "images",
    "replicas",
    "patches",
  ];
  for (const name of examples) {
    const { tree } = await exampleTree(name);
    for (const [path, text] of tree.files) {
      if (!path.endsWith("/kustomization.yaml")) continue;
      const fields = Object.keys(load(text) as object);
      assert.deepEqual(
        fields.filter((field) => ![...known, "transformers"].includes(field)),
        [],
        path,
      );
    }
  }
});

test("a changed value changes the overlays that have it, and the pods that read it", () => {
  const settings = (LEVEL: string) => {
    const read = config("settings", { LEVEL: "info" });
    const it = web("it", { image: app, port: 80, resources, scale: 1, envFrom: [read] });
    const components = { components: { settings: { LEVEL } } };
    return treeOf({ a: components, b: {} }, { components: { it, settings: read } }).files;
  };
  const [before, after] = [settings("debug"), settings("trace")];
  const changed = [...after.keys()].filter((path) => after.get(path) !== before.get(path));
  assert.deepEqual(changed, [
    "overlays/a/patches/configmap-settings.yaml",
    "overlays/a/patches/deployment-it.yaml",
  ]);
});
