import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { image, web } from "../../../src/index.ts";
import { resources } from "../../platform/shop.ts";
import type { Loose } from "../../render/objects.ts";
import { deployment, map, treeOf } from "./small-trees.ts";

describe("images and replicas of a kustomize tree", () => {
  test("own images stand in the base by their own names", () => {
    const tree = treeOf({ a: {}, b: { images: { tag: "v9" } } });
    assert.equal(
      tree.base("Deployment", "shop").spec.template.spec.containers[0].image,
      "shop/app",
    );
    const entry = { name: "shop/app", newName: "gcr.io/shop/app", newTag: "a" };
    assert.deepEqual(tree.overlay("a").images, [entry]);
    assert.deepEqual(tree.overlay("b").images, [{ name: "shop/app", newTag: "v9" }]);
    assert.deepEqual(tree.overlay("b").patches, undefined);
  });

  test("other images have the tag of most environments", () => {
    const runs = (image: string) => ({ objects: [deployment("raw", image)] });
    const tree = treeOf({ a: runs("redis:7"), b: runs("redis:7"), c: runs("redis:8") });
    assert.equal(tree.base("Deployment", "raw").spec.template.spec.containers[0].image, "redis:7");
    const others = (name: string) =>
      tree.overlay(name).images.filter((entry: Loose) => entry.name !== "shop/app");
    assert.deepEqual(others("a"), []);
    assert.deepEqual(others("c"), [{ name: "redis", newTag: "8" }]);
    assert.deepEqual(tree.overlay("c").patches, undefined);
  });

  test("an image of which an environment runs two versions is patched where it differs", () => {
    const runs = (...images: string[]) => ({
      objects: images.map((image, index) => deployment(`raw-${index}`, image)),
    });
    const tree = treeOf({ a: runs("redis:7", "redis:6"), b: runs("redis:8", "redis:6") });
    assert.deepEqual(tree.overlay("a").images.length, 1);
    assert.deepEqual(tree.overlay("a").patches, [{ path: "patches/deployment-raw-0.yaml" }]);
  });

  test("an entry that would change another image too is not written", () => {
    const literal = { objects: [deployment("raw", "shop/app:pinned")] };
    const tree = treeOf({ a: literal, b: {} });
    assert.equal(tree.overlay("a").images, undefined);
    const found = tree.base("Deployment", "shop").spec.template.spec.containers[0].image;
    assert.equal(found, "gcr.io/shop/app:b");
  });

  test("a fixed number of replicas is an entry, unless two programs have the name", () => {
    const scaled = (scale: number, ...objects: object[]) => ({
      objects,
      components: { shop: { scale } },
    });
    const tree = treeOf({ a: scaled(1), b: scaled(3), c: scaled(3) });
    assert.equal(tree.base("Deployment", "shop").spec.replicas, 3);
    assert.deepEqual(tree.overlay("a").replicas, [{ name: "shop", count: 1 }]);
    assert.equal(tree.overlay("b").replicas, undefined);
    const other = { ...deployment("shop", "x:1"), kind: "StatefulSet" };
    const two = treeOf({ a: scaled(2, other), b: scaled(3, other) });
    assert.equal(two.overlay("a").replicas, undefined);
    const [patch] = two.read("overlays/a/patches/deployment-shop.yaml");
    assert.deepEqual(patch.spec, { replicas: 2 });
  });
});

describe("names and namespaces of a kustomize tree", () => {
  test("one namespace is the kustomization's, and the base has none", () => {
    const tree = treeOf({ a: {}, b: {} });
    assert.equal(tree.overlay("a").namespace, "shop-a");
    assert.equal(tree.base("Deployment", "shop").metadata.namespace, undefined);
    assert.ok(!tree.paths.includes("overlays/a/namespace.yaml"));
  });

  test("objects elsewhere, and kinds that kustomize does not know, are kept from it", () => {
    const issuer = {
      apiVersion: "cert-manager.io/v1",
      kind: "ClusterIssuer",
      metadata: { name: "x" },
      spec: {},
    };
    const unknown = treeOf({ a: { objects: [issuer] } });
    assert.equal(unknown.overlay("a").namespace, "shop-a");
    assert.deepEqual(unknown.overlay("a").transformers, ["namespace.yaml"]);
    const [remover, ...more] = unknown.read("overlays/a/namespace.yaml");
    assert.deepEqual(more, []);
    assert.deepEqual(remover.target, { group: "cert-manager.io", kind: "ClusterIssuer" });
    const elsewhere = treeOf({ a: { objects: [map("x", {}, { namespace: "monitoring" })] } });
    assert.equal(elsewhere.overlay("a").namespace, undefined);
    const [setter] = elsewhere.read("overlays/a/namespace.yaml");
    assert.deepEqual(
      [setter.kind, setter.metadata.namespace, setter.unsetOnly],
      ["NamespaceTransformer", "shop-a", true],
    );
  });

  const prefix = { prefix: "dev-" };

  test("a prefix of all names is the kustomization's, and names that follow it are plain", () => {
    const it = web("it", { image: image("a/b"), port: 80, resources, scale: 1, migrate: ["up"] });
    const tree = treeOf({ a: prefix, b: {} }, { components: { it } });
    assert.equal(tree.overlay("a").namePrefix, "dev-");
    assert.equal(tree.base("Deployment", "it").spec.template.spec.serviceAccountName, "it");
    assert.deepEqual(
      tree.overlay("a").patches.map(({ path }: Loose) => path),
      ["patches/job-it-migrate.yaml"],
    );
    const [patch] = tree.read("overlays/a/patches/job-it-migrate.yaml");
    assert.match(patch.metadata.name, /^it-migrate-[0-9a-f]{10}$/);
    assert.equal(tree.overlay("b").namePrefix, undefined);
  });

  test("a prefix of some kinds runs last, for these kinds", () => {
    const named = { objects: [map("plain")] };
    const tree = treeOf({ a: { ...prefix, ...named }, b: named });
    assert.equal(tree.overlay("a").namePrefix, undefined);
    assert.deepEqual(tree.overlay("a").transformers, ["prefix.yaml"]);
    const [document] = tree.read("overlays/a/prefix.yaml");
    const kinds = document.fieldSpecs.map(({ kind }: Loose) => kind);
    assert.equal(document.prefix, "dev-");
    assert.deepEqual(kinds, ["Deployment", "NetworkPolicy", "Service", "ServiceAccount"]);
  });

  test("a prefix is patched where kustomize would follow it to a name of somebody else", () => {
    const role = (name: string) => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name },
      rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"], resourceNames: ["x"] }],
    });
    // "x" is no ConfigMap of this platform, whose own is "dev-x" in a, and "y" in b.
    const tree = treeOf({
      a: { ...prefix, objects: [map("dev-x"), role("dev-role")] },
      b: { objects: [map("y"), role("role")] },
    });
    assert.equal(tree.overlay("a").namePrefix, undefined);
    assert.equal(tree.overlay("a").transformers, undefined);
    const [own] = tree.overlay("a").patches.filter(({ path }: Loose) => /role-role/.test(path));
    assert.deepEqual(own, {
      path: "patches/role-role.yaml",
      target: { kind: "Role", name: "role" },
      options: { allowNameChange: true },
    });
  });

  test("names with the namespace in them are patched", () => {
    const named = (name: string) => ({ objects: [map(`${name}-x`)] });
    const tree = treeOf({ a: named("shop-a"), b: named("shop-b") });
    assert.deepEqual(tree.overlay("a").patches, [
      {
        path: "patches/configmap-shop-b-x.yaml",
        target: { kind: "ConfigMap", name: "shop-b-x" },
        options: { allowNameChange: true },
      },
    ]);
  });

  test("a Job has a plain name in the base, and that of its content in each overlay", () => {
    const it = web("it", { image: image("a/b"), port: 80, resources, scale: 1, migrate: ["up"] });
    const tree = treeOf({ a: {}, b: {} }, { components: { it } });
    assert.ok(tree.base("Job", "it-migrate"));
    for (const name of ["a", "b"]) {
      const [patch] = tree.read(`overlays/${name}/patches/job-it-migrate.yaml`);
      assert.match(patch.metadata.name, /^it-migrate-[0-9a-f]{10}$/);
    }
  });

  test("objects whose new name kustomize would mistake are not shared", () => {
    const reads = (name: string) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "reads" },
      spec: { containers: [], volumes: [{ name: "a", configMap: { name } }] },
    });
    // In a, "shop-b-x" is the name of somebody else's ConfigMap, not of the one that is renamed.
    const tree = treeOf({
      a: { objects: [map("shop-a-x"), reads("shop-b-x")] },
      b: { objects: [map("shop-b-x"), reads("shop-b-x")] },
    });
    assert.equal(tree.base("ConfigMap", "shop-b-x"), undefined);
    assert.deepEqual(tree.read("overlays/a/resources/objects.yaml"), [map("shop-a-x")]);
  });
});
