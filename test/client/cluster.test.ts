import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Cluster } from "../../src/client/cluster.ts";
import { connect } from "../../src/client/connect.ts";
import { ApiError } from "../../src/client/errors.ts";
import { type KubeObject, refOf } from "../../src/client/object.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { answer, refuse } from "./server.ts";
import { connectThrough } from "./through.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? false;
const namespace = "client-cluster";
const manager = "slipway";
let cluster: Cluster;

before(async () => {
  if (!plane) return;
  cluster = await connect({ kubeconfig: plane.kubeconfig });
  await cluster.apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    { manager },
  );
});
after(async () => {
  await plane?.request("DELETE", `/api/v1/namespaces/${namespace}`);
  cluster?.close();
});

const map = (
  name: string,
  data: Record<string, string>,
  labels?: Record<string, string>,
): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace, ...(labels && { labels }) },
  data,
});

const refusal = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => assert.fail("not refused"),
    (error) => (error instanceof ApiError ? error : assert.fail(String(error))),
  );

test("knows its server's version and kinds", { skip }, async () => {
  assert.deepEqual(await cluster.version(), { major: 1, minor: 36, gitVersion: "v1.36.3" });
  const kind = await cluster.kindOf("apps/v1", "Deployment");
  assert.equal(kind?.plural, "deployments");
  assert.equal(kind?.namespaced, true);
  assert.ok(kind?.verbs.includes("patch"));
  assert.equal((await cluster.kindOf("v1", "Namespace"))?.namespaced, false);
  assert.equal(await cluster.kindOf("apps/v1beta1", "Deployment"), undefined);
  assert.equal((await cluster.kindOf("v1", "Pod"))?.plural, "pods");
});

test("applies, tries without a trace, patches, replaces, deletes", { skip }, async () => {
  const ref = refOf(map("life", {}));
  await cluster.apply(map("life", { a: "1" }), { manager, dryRun: true });
  assert.equal(await cluster.get(ref), undefined);
  const { object } = await cluster.apply(map("life", { a: "1" }), { manager });
  assert.equal(object.metadata.managedFields?.[0]?.manager, manager);
  // What the server gave can be sent again.
  await cluster.apply(
    {
      ...object,
      data: { a: "2" },
      metadata: { ...object.metadata, resourceVersion: undefined },
    } as KubeObject,
    { manager },
  );
  const merged = await cluster.patch(ref, { data: { b: "3" } }, { type: "merge", manager: "ada" });
  assert.deepEqual(merged.object.data, { a: "2", b: "3" });
  const json = [{ op: "replace", path: "/data/b", value: "4" }];
  assert.deepEqual((await cluster.patch(ref, json, { type: "json" })).object.data, {
    a: "2",
    b: "4",
  });
  const tried = await cluster.patch(ref, { data: { c: "5" } }, { type: "strategic", dryRun: true });
  assert.deepEqual(tried.object.data, { a: "2", b: "4", c: "5" });
  const live = (await cluster.get(ref))!;
  assert.deepEqual(live.data, { a: "2", b: "4" });
  const replaced = await cluster.replace({ ...live, data: { d: "6" } } as KubeObject, { manager });
  assert.deepEqual(replaced.object.data, { d: "6" });
  assert.equal(
    (await refusal(cluster.replace({ ...live, data: {} } as KubeObject))).reason,
    "Conflict",
  );
  assert.equal(await cluster.delete(ref, { uid: "another" }), false);
  assert.equal((await refusal(cluster.delete(ref, { resourceVersion: "1" }))).reason, "Conflict");
  assert.equal(await cluster.delete(ref, { dryRun: true }), true);
  assert.equal(await cluster.delete(ref, { uid: live.metadata.uid }), true);
  assert.equal(await cluster.delete(ref), false);
});

test("a conflict names its manager and field, and is not asked again", { skip }, async () => {
  const taken = map("taken", { a: "1" });
  await cluster.apply(taken, { manager: "ada" });
  const error = await refusal(cluster.apply(map("taken", { a: "2" }), { manager }));
  assert.equal(error.status, 409);
  assert.deepEqual(error.causes, [
    { reason: "FieldManagerConflict", message: 'conflict with "ada"', field: ".data.a" },
  ]);
  assert.ok(!error.message.includes("tried"));
  const { object } = await cluster.apply(map("taken", { a: "2" }), { manager, force: true });
  assert.deepEqual(object.data, { a: "2" });
});

test("what is wrong is refused with the server's causes", { skip }, async () => {
  const bad = { ...map("Bad_Name", {}), immutable: true };
  const error = await refusal(cluster.create(bad));
  assert.equal(error.reason, "Invalid");
  assert.equal(error.causes[0]?.field, "metadata.name");
  const misspelt = { ...map("misspelt", {}), datta: {} };
  assert.match((await refusal(cluster.apply(misspelt, { manager }))).message, /datta/);
  assert.match((await refusal(cluster.create(misspelt))).message, /unknown field "datta"/);
  const lost = { ...map("a", {}), metadata: { name: "a", namespace: "client-nowhere" } };
  const missingNamespace = await refusal(cluster.apply(lost, { manager }));
  assert.equal(missingNamespace.status, 404);
  assert.match(missingNamespace.message, /namespaces "client-nowhere" not found/);
  assert.equal(await cluster.get(refOf(lost)), undefined);
  const boat = { apiVersion: "sea/v1", kind: "Boat", metadata: { name: "b" } };
  assert.match(
    (await refusal(cluster.create(boat))).message,
    /does not serve Boat of sea\/v1, which Boat b needs/,
  );
  assert.equal(await cluster.delete(refOf(boat)), false);
});

test("warnings of the server are given", { skip }, async () => {
  const container = {
    name: "a",
    image: "a",
    resources: {},
    env: [
      { name: "A", value: "1" },
      { name: "A", value: "2" },
    ],
  };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "warned", namespace },
    spec: { containers: [container] },
  };
  const { warnings } = await cluster.create(pod as KubeObject, { dryRun: true });
  assert.match(warnings.join(), /hides previous definition of "A"/);
});

test("lists page by page, by labels, and begins anew when the server has forgotten", {
  skip,
}, async () => {
  const labels = { test: "pages" };
  const many = Array.from({ length: 620 }, (_, index) =>
    map(`page-${index}`, { x: "y".repeat(300) }, labels),
  );
  await Promise.all(many.map((each) => cluster.create(each)));
  const query = { apiVersion: "v1", kind: "ConfigMap", namespace, labels: "test=pages" };
  const { items, resourceVersion } = await cluster.list(query);
  assert.equal(new Set(items.map(({ metadata }) => metadata.name)).size, 620);
  assert.deepEqual([items[0]!.apiVersion, items[0]!.kind], ["v1", "ConfigMap"]);
  assert.match(resourceVersion, /^\d+$/);
  assert.equal(
    (await cluster.list({ ...query, labels: undefined, fields: "metadata.name=page-7" })).items
      .length,
    1,
  );
  let forgotten = 0;
  await using it = await connectThrough(plane!.kubeconfig, (_, { path }) =>
    path.includes("continue=") && forgotten++ < 1
      ? (__, ___, response) =>
          refuse(response, 410, "Expired", "the provided continue parameter is too old")
      : undefined,
  );
  assert.equal((await it.client.list(query)).items.length, 620);
  assert.equal(it.seen.filter(({ path }) => path.includes("/configmaps")).length, 4);
  const packed = it.seen.find(({ path }) => path.includes("/configmaps"))!;
  assert.deepEqual(packed.headers["accept-encoding"], ["gzip"]);
});

test("knows what it may do", { skip }, async () => {
  assert.equal(
    await cluster.may({ verb: "create", group: "apps", resource: "deployments", namespace }),
    true,
  );
  const body = { kind: "SelfSubjectAccessReview", status: { allowed: false, reason: "no" } };
  await using it = await connectThrough(plane!.kubeconfig, (_, { path }) =>
    path.endsWith("selfsubjectaccessreviews")
      ? (__, ___, response) => answer(response, 201, body)
      : undefined,
  );
  assert.equal(await it.client.may({ verb: "get", group: "", resource: "pods" }), false);
});

test("a thousand writes use few connections and end in order", { skip }, async () => {
  const names = Array.from({ length: 200 }, (_, index) => `many-${index}`);
  await Promise.all(names.map((name) => cluster.apply(map(name, { a: "1" }), { manager })));
  const live = await Promise.all(names.map((name) => cluster.get(refOf(map(name, {})))));
  assert.ok(live.every((each) => each !== undefined));
});
