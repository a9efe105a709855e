import assert from "node:assert/strict";
import { test } from "node:test";
import {
  config,
  existing,
  externalSecrets,
  generated,
  namespace,
  secret,
  storageClass,
  text,
  volume,
} from "../../src/index.ts";
import { db } from "../platform/shop.ts";
import { isYaml, objects } from "./objects.ts";

test("a claim: size, class, many nodes at once, annotations", () => {
  const fast = storageClass("fast", { provisioner: "ebs.csi.aws.com" });
  const annotations = { "example.org/keep": "yes" };
  const found = objects({
    a: volume("a", { size: "1Gi" }),
    b: volume("b", { size: "2Gi", shared: true, class: "nfs", annotations }),
    c: volume("c", { size: "3Gi", class: fast }),
  });
  const spec = (name: string) => found.get("PersistentVolumeClaim", name).spec;
  isYaml(spec("a"), "{ accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }");
  isYaml(
    spec("b"),
    "{ accessModes: [ReadWriteMany], storageClassName: nfs, resources: { requests: { storage: 2Gi } } }",
  );
  assert.equal(spec("c").storageClassName, "shop-fast");
  assert.deepEqual(found.get("PersistentVolumeClaim", "b").metadata.annotations, annotations);
});

test("a storage class: the environment's own, or shared by all", () => {
  const options = {
    provisioner: "nfs.csi.k8s.io",
    parameters: { share: "/a" },
    mountOptions: ["hard"],
    expandable: false,
    reclaim: "Retain",
    waitForPod: false,
    scope: "shared",
  } as const;
  const found = objects({
    own: storageClass("own", { provisioner: "ebs.csi.aws.com" }),
    all: storageClass("all", options),
  });
  const body = (name: string) => {
    const { metadata, apiVersion, kind, ...rest } = found.get("StorageClass", name);
    assert.deepEqual(
      [apiVersion, kind, metadata.namespace],
      ["storage.k8s.io/v1", "StorageClass", undefined],
    );
    return rest;
  };
  isYaml(
    body("shop-own"),
    "{ provisioner: ebs.csi.aws.com, allowVolumeExpansion: true, volumeBindingMode: WaitForFirstConsumer }",
  );
  isYaml(
    body("all"),
    "{ provisioner: nfs.csi.k8s.io, parameters: { share: /a }, mountOptions: [hard], reclaimPolicy: Retain }",
  );
});

test("what is shared by environments is the same in each of them, what is not never meets", () => {
  const parts = {
    own: storageClass("own", { provisioner: "a.example" }),
    all: storageClass("all", { provisioner: "a.example", scope: "shared" }),
  };
  const dev = objects(parts, { namespace: "shop-dev" });
  const production = objects(parts, { namespace: "shop" });
  assert.deepEqual(dev.get("StorageClass", "all"), production.get("StorageClass", "all"));
  assert.deepEqual(dev.names("StorageClass"), ["shop-dev-own", "all"]);
});

test("a config is a ConfigMap of texts", () => {
  const found = objects({
    settings: config("settings", { HOST: db.host, N: 5, WHERE: text`in ${namespace}`, EMPTY: "" }),
  });
  assert.deepEqual(found.get("ConfigMap", "settings").data, {
    HOST: "db",
    N: "5",
    WHERE: "in shop",
    EMPTY: "",
  });
});

test("an environment changes, adds nothing to, and takes keys out of a config", () => {
  const settings = config("settings", { LEVEL: "INFO", DEBUG: "0" });
  const found = objects(
    { settings },
    { components: { settings: { LEVEL: "DEBUG", DEBUG: null } } },
  );
  assert.deepEqual(found.get("ConfigMap", "settings").data, { LEVEL: "DEBUG" });
});

test("no value of a secret is ever rendered; an operator is told where it comes from", () => {
  const login = secret("login", ["USER", "PASSWORD"]);
  const pull = secret("pull", [".dockerconfigjson"], { type: "kubernetes.io/dockerconfigjson" });
  const extra = secret("extra", ["K"], { optional: true });
  const parts = { login, pull, extra };
  for (const secrets of [existing(), generated()])
    assert.deepEqual(["Secret", "ExternalSecret"].flatMap(objects(parts, { secrets }).names), []);
  const secrets = externalSecrets({
    store: "vault",
    kind: "SecretStore",
    path: "shop/prod",
    refresh: "15m",
  });
  const found = objects(parts, { secrets });
  assert.deepEqual(found.names("Secret"), []);
  assert.deepEqual(
    found.names("ExternalSecret"),
    ["login", "pull"],
    "an optional one may be missing",
  );
  isYaml(
    found.get("ExternalSecret", "login").spec,
    `
refreshInterval: 15m
secretStoreRef: { kind: SecretStore, name: vault }
target: { name: login }
data:
  - { secretKey: USER, remoteRef: { key: shop/prod/login, property: USER } }
  - { secretKey: PASSWORD, remoteRef: { key: shop/prod/login, property: PASSWORD } }
`,
  );
  assert.deepEqual(found.get("ExternalSecret", "pull").spec.target.template, {
    type: "kubernetes.io/dockerconfigjson",
  });
});
