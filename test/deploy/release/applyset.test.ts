import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import {
  applySetId,
  membership,
  parentRef,
  type Scope,
  scopeOf,
  superset,
} from "../../../src/deploy/release/applyset.ts";
import { holdersOf, otherReleases } from "../../../src/deploy/release/holders.ts";
import { membersOf } from "../../../src/deploy/release/members.ts";
import { readParent, writeParent } from "../../../src/deploy/release/parent.ts";
import { releaseNameProblem } from "../../../src/deploy/release/release-name.ts";
import { MemoryCluster } from "../memory-cluster.ts";
import { shop } from "./release.ts";

const tool = "0.1.0";

function object(apiVersion: string, kind: string, name: string, namespace?: string): KubeObject {
  return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

function member(apiVersion: string, kind: string, name: string, namespace?: string): KubeObject {
  const plain = object(apiVersion, kind, name, namespace);
  return { ...plain, metadata: { ...plain.metadata, labels: membership(shop) } };
}

function scope(groupKinds: string[], more: Partial<Scope> = {}): Scope {
  return {
    groupKinds: new Set(groupKinds),
    apiVersions: new Set(),
    namespaces: new Set(["shop"]),
    shared: new Set(),
    ...more,
  };
}

test("the id is that of the specification", () => {
  // printf slipway-shop.shop.ConfigMap. | openssl dgst -sha256 -binary | basenc --base64url
  assert.equal(applySetId(shop), "applyset-CuYPH0cT_Tk5NbAzDK-DpfoyTkSVcWFZwtAsd-1B1HU-v1");
});

test("a scope names the kinds, versions and namespaces of members", () => {
  const members = [
    object("apps/v1", "Deployment", "web", "shop"),
    object("v1", "Service", "web", "shop"),
    object("v1", "Service", "metrics", "monitoring"),
    object("rbac.authorization.k8s.io/v1", "ClusterRole", "shop-reader"),
  ];
  assert.deepEqual(
    scopeOf(shop, members, ["/Namespace//shop"]),
    scope(["Deployment.apps", "Service", "ClusterRole.rbac.authorization.k8s.io"], {
      apiVersions: new Set(["apps/v1", "v1", "rbac.authorization.k8s.io/v1"]),
      namespaces: new Set(["shop", "monitoring"]),
      shared: new Set(["/Namespace//shop"]),
    }),
  );
});

test("the parent says as annotations what it holds, and is read back", async () => {
  const cluster = new MemoryCluster();
  assert.equal(await readParent(cluster, shop), undefined);
  const before = scope(["Service", "Deployment.apps"], {
    apiVersions: new Set(["v1", "apps/v1"]),
    namespaces: new Set(["shop", "zoo", "monitoring"]),
    shared: new Set(["storage.k8s.io/StorageClass//fast,er"]),
  });
  await writeParent(cluster, shop, { scope: before, tool });
  const { metadata } = (await cluster.get(parentRef(shop)))!;
  assert.deepEqual(metadata.labels, {
    "applyset.kubernetes.io/id": applySetId(shop),
    "slipway.dev/release": "shop",
    "slipway.dev/purpose": "parent",
  });
  assert.deepEqual(metadata.annotations, {
    "applyset.kubernetes.io/tooling": "slipway/0.1.0",
    "applyset.kubernetes.io/contains-group-kinds": "Deployment.apps,Service",
    "applyset.kubernetes.io/additional-namespaces": "monitoring,zoo",
    "slipway.dev/api-versions": "apps/v1,v1",
    "slipway.dev/shared-objects": '["storage.k8s.io/StorageClass//fast,er"]',
  });
  const read = await readParent(cluster, shop);
  assert.deepEqual(read, { scope: before, tool, namesKinds: true, foreign: undefined });

  // Nothing is written where nothing changes; afterwards it is shrunk to what is.
  const calls = cluster.calls.length;
  await writeParent(cluster, shop, { scope: before, tool }, read);
  assert.equal(cluster.calls.length, calls);
  const after = scope(["Service"], { apiVersions: new Set(["v1"]) });
  await writeParent(cluster, shop, { scope: superset(before, after), tool }, read);
  assert.equal(cluster.calls.length, calls);
  await writeParent(cluster, shop, { scope: after, tool }, read);
  assert.deepEqual((await readParent(cluster, shop))?.scope, after);
});

test("a parent of another tool, or an object of somebody's own, is foreign until it is adopted", async () => {
  const id = applySetId(shop);
  const cases: [RegExp, Record<string, string>, Record<string, string>][] = [
    [/ApplySet of kubectl$/, { "applyset.kubernetes.io/id": id }, tooling("kubectl/v1.36.3")],
    [/tool is not named/, { "applyset.kubernetes.io/id": id }, {}],
    [/id is not that of its name/, { "applyset.kubernetes.io/id": "x" }, tooling("slipway/0.1.0")],
    [/is no release of slipway/, { app: "shop" }, {}],
  ];
  for (const [message, labels, annotations] of cases) {
    const cluster = new MemoryCluster();
    const plain = object("v1", "ConfigMap", "slipway-shop", "shop");
    await cluster.create({ ...plain, metadata: { ...plain.metadata, labels, annotations } });
    const parent = await readParent(cluster, shop);
    assert.match(parent?.foreign?.message ?? "", message);
    assert.match(parent?.foreign?.instead ?? "", /--adopt/);
    await writeParent(cluster, shop, { scope: parent!.scope, tool }, parent);
    assert.equal((await readParent(cluster, shop))?.foreign, undefined);
  }
});

test("members are found by kind and namespace, each with one call", async () => {
  const cluster = new MemoryCluster();
  const members = [
    member("apps/v1", "Deployment", "web", "shop"),
    member("v1", "Service", "web", "shop"),
    member("v1", "Service", "metrics", "monitoring"),
    member("rbac.authorization.k8s.io/v1", "ClusterRole", "shop-reader"),
  ];
  for (const each of members) await cluster.create(each);
  await cluster.create(object("v1", "Service", "foreign", "shop"));
  await cluster.create(member("v1", "Service", "web", "elsewhere"));
  const calls = cluster.calls.length;
  const found = await membersOf(cluster, shop, scopeOf(shop, members));
  assert.deepEqual(found.members.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort(), [
    "ClusterRole shop-reader",
    "Deployment web",
    "Service metrics",
    "Service web",
  ]);
  assert.equal(cluster.calls.length - calls, 5);
});

test("kinds that are not served any more are told, in whatever version they were applied", async () => {
  const unserved = ["policy/v1/PodDisruptionBudget", "policy/v1beta1/PodDisruptionBudget"];
  const cluster = new MemoryCluster({ kinds: ["shop.test/v1/Order"], unserved });
  await cluster.create(member("shop.test/v1", "Order", "first", "shop"));
  const groupKinds = ["PodDisruptionBudget.policy", "Order.shop.test", "Gone.shop.test"];
  const apiVersions = new Set(["shop.test/v1alpha7"]);
  const found = await membersOf(cluster, shop, scope(groupKinds, { apiVersions }));
  assert.deepEqual(
    found.members.map(({ metadata }) => metadata.name),
    ["first"],
  );
  assert.deepEqual(found.unserved, ["Gone.shop.test", "PodDisruptionBudget.policy"]);
});

test("what controllers make with a copy of a member's labels is no member", async () => {
  const cluster = new MemoryCluster();
  const own = member("discovery.k8s.io/v1", "EndpointSlice", "own", "shop");
  const made = member("discovery.k8s.io/v1", "EndpointSlice", "web-x7z", "shop");
  const owner = { apiVersion: "v1", kind: "Service", name: "web", uid: "1", controller: true };
  await cluster.create(own);
  await cluster.create({ ...made, metadata: { ...made.metadata, ownerReferences: [owner] } });
  const { members } = await membersOf(cluster, shop, scope(["EndpointSlice.discovery.k8s.io"]));
  assert.deepEqual(
    members.map(({ metadata }) => metadata.name),
    ["own"],
  );
});

test("other releases that have a shared object are known, wherever they are", async () => {
  const cluster = new MemoryCluster();
  const fast = "storage.k8s.io/StorageClass//fast";
  const slow = "storage.k8s.io/StorageClass//slow";
  const holders = [
    { release: shop, shared: [fast, slow] },
    { release: { name: "shop", namespace: "staging" }, shared: [fast] },
    { release: { name: "blog", namespace: "shop" }, shared: [] },
  ];
  for (const { release, shared } of holders) {
    await writeParent(cluster, release, { scope: scope([], { shared: new Set(shared) }), tool });
  }
  const theirs = object("v1", "ConfigMap", "slipway-fake", "shop");
  const labels = { "applyset.kubernetes.io/id": "applyset-fake-v1" };
  const annotations = tooling("kubectl/v1");
  await cluster.create({ ...theirs, metadata: { ...theirs.metadata, labels, annotations } });
  const calls = cluster.calls.length;
  const others = await otherReleases(cluster, shop);
  assert.deepEqual(
    [fast, slow].map((key) => holdersOf(others, key)),
    [[{ name: "shop", namespace: "staging" }], []],
  );
  assert.equal(cluster.calls.length - calls, 1);
});

test("names of releases that would meet the names of records are refused", () => {
  for (const name of ["shop", "shop-r", "r3", "shop-r3x", "shop-2"]) {
    assert.equal(releaseNameProblem(name), undefined, name);
  }
  for (const name of ["shop-r3", "shop-r3-1", "Shop", "", "a".repeat(64)]) {
    assert.notEqual(releaseNameProblem(name), undefined, name);
  }
});

function tooling(value: string): Record<string, string> {
  return { "applyset.kubernetes.io/tooling": value };
}
