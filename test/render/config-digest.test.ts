import assert from "node:assert/strict";
import { test } from "node:test";
import { config, cron, image, patch, site, web, worker } from "../../src/index.ts";
import type { AnyObject } from "../../src/kubernetes/types/index.ts";
import { configDigest, withConfigDigests } from "../../src/render/config-digest.ts";
import type { Rendered } from "../../src/render/rendered.ts";
import { app, cache, db, login, resources } from "../platform/shop.ts";
import { type Loose, objects } from "./objects.ts";

const running = { image: app, resources, scale: 1 };

/** The digest of every workload that has one. */
function digests(all: readonly unknown[]): Record<string, string> {
  const found = (all as Loose[]).flatMap(({ kind, metadata, spec }) => {
    const pods = (spec?.jobTemplate?.spec ?? spec)?.template;
    const digest = pods?.metadata?.annotations?.[configDigest];
    return digest === undefined ? [] : [[`${kind} ${metadata.name}`, digest]];
  });
  return Object.fromEntries(found);
}

/** A platform in which each part reads configuration in its own way. */
function shop(level: string, other = "1") {
  const settings = config("settings", { LEVEL: level, KEEP: "1" });
  const others = config("others", { OTHER: other });
  const parts = {
    reads: web("reads", { ...running, port: 80, envFrom: [settings], migrate: ["up"] }),
    mounts: worker("mounts", { ...running, mounts: { "/etc/settings": settings } }),
    member: worker("member", { ...running, member: "N", envFrom: [settings, others] }),
    otherwise: worker("otherwise", { ...running, envFrom: [others] }),
    text: worker("text", { ...running, env: { LEVEL: settings.key("LEVEL") } }),
    nothing: worker("nothing", running),
    nightly: cron("nightly", { image: app, resources, schedule: "@daily", envFrom: [settings] }),
    pages: site("pages", { image: image("shop/pages"), resources, scale: 1 }),
    ...{ db, cache },
  };
  return digests(objects(parts).all);
}

test("pods that read configuration carry its digest, data stores and sites too", () => {
  assert.deepEqual(Object.keys(shop("info")).sort(), [
    "Deployment mounts",
    "Deployment otherwise",
    "Deployment pages",
    "Deployment reads",
    "StatefulSet cache",
    "StatefulSet db",
    "StatefulSet member",
  ]);
  for (const digest of Object.values(shop("info"))) assert.match(digest, /^[0-9a-f]{10}$/);
});

test("a changed value changes the digest of exactly those that read it", () => {
  const changed = (a: Record<string, string>, b: Record<string, string>) =>
    Object.keys(a).filter((name) => a[name] !== b[name]);
  const before = shop("info");
  assert.deepEqual(changed(before, shop("info")), []);
  assert.deepEqual(changed(before, shop("debug")), [
    "Deployment reads",
    "Deployment mounts",
    "StatefulSet member",
  ]);
  assert.deepEqual(changed(before, shop("info", "2")), [
    "StatefulSet member",
    "Deployment otherwise",
  ]);
});

test("a patch of the configuration counts, and annotations beside the digest stay", () => {
  const settings = config("settings", { A: "1" });
  const annotations = { "example.org/a": "b" };
  const reads = worker("reads", { ...running, envFrom: [settings], annotations });
  const late = patch(settings, "ConfigMap", (map) => {
    map.data = { A: "2" };
  });
  const two = config("settings", { A: "2" });
  const plain = objects({ reads });
  const patched = objects({ reads, settings }, { patches: [late] });
  const written = objects({ reads: worker("reads", { ...running, envFrom: [two], annotations }) });
  assert.notDeepEqual(digests(patched.all), digests(plain.all));
  assert.deepEqual(digests(patched.all), digests(written.all));
  const of = plain.get("Deployment", "reads").spec.template.metadata.annotations;
  assert.deepEqual(Object.keys(of), ["example.org/a", configDigest]);
});

test("pods of a Job stay as its name says: they could not be changed", () => {
  const migration = (level: string) => {
    const settings = config("settings", { LEVEL: level });
    const port = { port: 80, migrate: ["up"] };
    const all = objects({ it: web("it", { ...running, ...port, envFrom: [settings] }) });
    return all.get("Job", all.names("Job")[0] as string);
  };
  assert.deepEqual(migration("a"), migration("b"));
});

const site_ = { where: () => undefined, at: () => undefined };
const entry = (object: object, ...groups: string[]): Rendered => ({
  object: object as AnyObject,
  groups,
  site: site_,
});
const meta = (name: string, namespace = "shop") => ({ name, namespace });

/** The digest of a pod over these objects. */
function digestOf(pod: object, ...read: object[]): string | undefined {
  const template = { spec: { containers: [], ...pod } };
  const workload = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: meta("a"),
    spec: { template },
  };
  const [first] = withConfigDigests([entry(workload), ...read.map((object) => entry(object))]);
  return digests([first?.object])["DaemonSet a"];
}

const map = (data: object, namespace?: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: meta("read", namespace),
  data,
});
const sealed = (encryptedData: object) => ({
  apiVersion: "bitnami.com/v1alpha1",
  kind: "SealedSecret",
  metadata: meta("read"),
  spec: { encryptedData },
});
const encrypted = (data: object) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: meta("read"),
  data,
  sops: {},
});
const containers = (part: object) => ({ containers: [{ name: "a", ...part }] });

test("every way to read configuration counts, and only the keys that are named", () => {
  const ways: readonly [pod: object, keyed: boolean][] = [
    [containers({ envFrom: [{ configMapRef: { name: "read" } }] }), false],
    [{ initContainers: [{ name: "a", envFrom: [{ configMapRef: { name: "read" } }] }] }, false],
    [{ volumes: [{ name: "a", configMap: { name: "read" } }] }, false],
    [
      { volumes: [{ name: "a", projected: { sources: [{ configMap: { name: "read" } }] } }] },
      false,
    ],
    [
      containers({
        env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "read", key: "A" } } }],
      }),
      true,
    ],
    [
      { volumes: [{ name: "a", configMap: { name: "read", items: [{ key: "A", path: "a" }] } }] },
      true,
    ],
  ];
  for (const [pod, keyed] of ways) {
    const before = digestOf(pod, map({ A: "1", B: "1" }));
    const where = JSON.stringify(pod);
    assert.match(before ?? "", /^[0-9a-f]{10}$/, where);
    assert.notEqual(digestOf(pod, map({ A: "2", B: "1" })), before, where);
    assert.equal(digestOf(pod, map({ A: "1", B: "2" })) === before, keyed, where);
    assert.equal(digestOf(pod, map({ A: "1" }, "elsewhere")), undefined, "of another namespace");
    assert.equal(digestOf(pod, sealed({ A: "1" })), undefined, "a Secret is no ConfigMap");
  }
});

test("encrypted Secrets count by the name of the Secret, and Secrets of others do not", () => {
  const pods = [
    containers({ envFrom: [{ secretRef: { name: "read" } }] }),
    containers({ env: [{ name: "A", valueFrom: { secretKeyRef: { name: "read", key: "A" } } }] }),
    { volumes: [{ name: "a", secret: { secretName: "read" } }] },
    { volumes: [{ name: "a", projected: { sources: [{ secret: { name: "read" } }] } }] },
  ];
  for (const pod of pods) {
    for (const make of [sealed, encrypted]) {
      assert.match(digestOf(pod, make({ A: "x" })) ?? "", /^[0-9a-f]{10}$/);
      assert.notEqual(digestOf(pod, make({ A: "y" })), digestOf(pod, make({ A: "x" })));
    }
    assert.equal(digestOf(pod, map({ A: "1" })), undefined);
  }
  const reads = worker("reads", { ...running, envFrom: [login] });
  assert.deepEqual(digests(objects({ reads }).all), {});
});

test("raw objects stay as they are written", () => {
  const template = {
    spec: { containers: [], volumes: [{ name: "a", configMap: { name: "read" } }] },
  };
  const raw = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta("raw"),
    spec: { template },
  };
  const entries = [entry(raw, "objects"), entry(map({ A: "1" }), "config")];
  assert.deepEqual(withConfigDigests(entries), entries);
});
