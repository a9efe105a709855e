import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import {
  applySetId,
  ID_LABEL,
  membership,
  PART_OF_LABEL,
  scopeOf,
} from "../../../src/deploy/release/applyset.ts";
import { forgetRelease } from "../../../src/deploy/release/forget.ts";
import { holdersOf, otherReleases } from "../../../src/deploy/release/holders.ts";
import { ensureDigest } from "../../../src/deploy/release/key.ts";
import { takeLease } from "../../../src/deploy/release/lease.ts";
import { leaseRef, termsOf } from "../../../src/deploy/release/lease-object.ts";
import { membersOf } from "../../../src/deploy/release/members.ts";
import { pruneRecords } from "../../../src/deploy/release/old-records.ts";
import { readParent, writeParent } from "../../../src/deploy/release/parent.ts";
import { isUnreadable } from "../../../src/deploy/release/record-head.ts";
import {
  listRecords,
  readRecord,
  updateRecord,
  writeRecord,
} from "../../../src/deploy/release/records.ts";
import {
  copySecrets,
  pruneCopies,
  restoreSecrets,
} from "../../../src/deploy/release/secret-copies.ts";
import type { ReleaseName } from "../../../src/deploy/wanted.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { record } from "./release.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing;
const tool = "0.1.0";
const APPLY = { manager: "slipway", force: true };
const namespaces = ["release-kept", "release-kept-too"] as const;
const [namespace, elsewhere] = namespaces;

let cluster: Cluster;

before(async () => {
  if (!plane) return;
  cluster = await connect({ kubeconfig: plane.kubeconfig });
  for (const name of namespaces) {
    await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } }, APPLY);
  }
});

after(async () => {
  for (const name of plane ? namespaces : []) {
    await plane!.request("DELETE", `/api/v1/namespaces/${name}`);
  }
  cluster?.close();
});

function named(apiVersion: string, kind: string, name: string, more: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace }, ...more };
}

function secretNamed(name: string, values: Record<string, string>): KubeObject {
  return named("v1", "Secret", name, { type: "Opaque", stringData: values });
}

async function applyMembers(release: ReleaseName, objects: readonly KubeObject[]): Promise<void> {
  await writeParent(cluster, release, { scope: scopeOf(release, objects), tool });
  for (const { metadata, ...rest } of objects) {
    const labels = { ...metadata.labels, ...membership(release) };
    await cluster.apply({ ...rest, metadata: { ...metadata, labels } } as KubeObject, APPLY);
  }
}

async function kubectlApplySet(name: string, objects: readonly KubeObject[]) {
  const stdin = objects.map((object) => JSON.stringify(object)).join("\n---\n");
  const set = ["--prune", `--applyset=configmap/${name}`, "--server-side", "-f", "-"];
  process.env.KUBECTL_APPLYSET = "true";
  try {
    return await plane!.kubectl(["apply", "-n", namespace, ...set], { stdin });
  } finally {
    delete process.env.KUBECTL_APPLYSET;
  }
}

test("kubectl and we list exactly the members", { skip }, async () => {
  const release = { name: "listed", namespace };
  const service = { selector: { app: "listed" }, ports: [{ port: 80 }] };
  const slice = { addressType: "IPv4", endpoints: [], ports: [] };
  const inOther = named("v1", "ConfigMap", "listed-settings", { data: { a: "b" } });
  await applyMembers(release, [
    named("v1", "Service", "listed", { spec: service }),
    named("discovery.k8s.io/v1", "EndpointSlice", "listed-own", slice),
    named("v1", "ConfigMap", "listed-settings", { data: { a: "b" } }),
    { ...inOther, metadata: { ...inOther.metadata, namespace: elsewhere } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "release-kept-listed" },
      rules: [],
    },
  ]);
  try {
    // The Service's slice has a copy of its labels.
    const made = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", namespace };
    const labels = `${PART_OF_LABEL}=${applySetId(release)}`;
    while ((await cluster.list({ ...made, labels })).items.length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const parent = (await readParent(cluster, release))!;
    assert.equal(parent.foreign, undefined);
    const { members, unserved } = await membersOf(cluster, release, parent.scope);
    const ours = members.map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`,
    );
    const expected = [
      "ClusterRole /release-kept-listed",
      `ConfigMap ${elsewhere}/listed-settings`,
      `ConfigMap ${namespace}/listed-settings`,
      `EndpointSlice ${namespace}/listed-own`,
      `Service ${namespace}/listed`,
    ];
    assert.deepEqual(ours.sort(), expected);
    assert.deepEqual(unserved, []);

    const kinds = "configmaps,services,clusterroles,secrets,leases,deployments,jobs";
    const listed = await plane!.kubectl(["get", kinds, "-A", "-l", labels, "-o", "json"]);
    const { items } = JSON.parse(listed.stdout) as { items: KubeObject[] };
    const theirs = items.map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`,
    );
    assert.deepEqual(
      theirs.sort(),
      expected.filter((each) => !each.startsWith("EndpointSlice")),
    );
  } finally {
    const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" };
    await cluster.delete({ ...role, name: "release-kept-listed" });
  }
});

test("kubectl refuses our set, and we refuse kubectl's until it is adopted", { skip }, async () => {
  const ours = { name: "ours", namespace };
  const member = named("v1", "ConfigMap", "ours-settings", { data: { a: "b" } });
  await applyMembers(ours, [member]);
  const refused = await kubectlApplySet("slipway-ours", [
    named("v1", "ConfigMap", "other", { data: {} }),
  ]);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /already exists and is managed by tooling "slipway"/);
  assert.ok(await cluster.get(refTo("ConfigMap", "ours-settings")));

  const theirs = { name: "theirs", namespace };
  const made = await kubectlApplySet("slipway-theirs", [
    named("v1", "ConfigMap", "theirs-settings", { data: { a: "b" } }),
  ]);
  assert.equal(made.code, 0, made.stderr);
  const parent = (await readParent(cluster, theirs))!;
  assert.match(parent.foreign?.message ?? "", /is the parent of an ApplySet of kubectl/);
  assert.equal(
    (await cluster.get(refTo("ConfigMap", "slipway-theirs")))?.metadata.labels?.[ID_LABEL],
    applySetId(theirs),
  );

  // Adopted, its members are ours, and kubectl lets it alone.
  await writeParent(cluster, theirs, { scope: parent.scope, tool }, parent);
  const adopted = (await readParent(cluster, theirs))!;
  assert.equal(adopted.foreign, undefined);
  const { members } = await membersOf(cluster, theirs, adopted.scope);
  assert.deepEqual(
    members.map(({ metadata }) => metadata.name),
    ["theirs-settings"],
  );
  const again = await kubectlApplySet("slipway-theirs", [
    named("v1", "ConfigMap", "theirs-settings", { data: { a: "c" } }),
  ]);
  assert.match(again.stderr, /managed by tooling "slipway"/);
});

test("parents of all namespaces say who holds what is shared", { skip }, async () => {
  const key = "storage.k8s.io/StorageClass//release-kept";
  const own = { name: "holder", namespace };
  const other = { name: "holder", namespace: elsewhere };
  for (const release of [own, other]) {
    await writeParent(cluster, release, { scope: scopeOf(release, [], [key]), tool });
  }
  assert.deepEqual(holdersOf(await otherReleases(cluster, own), key), [other]);
  await forgetRelease(cluster, other);
  assert.deepEqual(holdersOf(await otherReleases(cluster, own), key), []);
});

test("two takers of one lease: one waits; a killed one is waited for as long as it said", {
  skip,
}, async () => {
  const release = { name: "locked", namespace };
  const take = (holder: string, duration = 5000) =>
    takeLease(cluster, release, { holder, duration, poll: 50 });
  let inside = 0;
  await Promise.all(
    ["ada", "bob", "eve"].map(async (holder) => {
      const { lease } = await take(holder);
      assert.equal(++inside, 1);
      await new Promise((resolve) => setTimeout(resolve, 700));
      lease!.assertHeld();
      inside--;
      await lease!.release();
    }),
  );
  assert.equal(await cluster.get(leaseRef(release)), undefined);

  await cluster.create({
    ...named("coordination.k8s.io/v1", "Lease", "slipway-locked"),
    spec: {
      holderIdentity: "dead",
      leaseDurationSeconds: 1,
      renewTime: "2999-01-01T00:00:00.000000Z",
    },
  });
  const start = performance.now();
  const { lease } = await take("ada");
  const waited = performance.now() - start;
  assert.ok(waited >= 1000 && waited < 10_000, `${waited}`);
  assert.equal(termsOf((await cluster.get(leaseRef(release)))!).transitions, 1);

  const lost = new Promise((resolve) => {
    if (lease!.signal.aborted) resolve(undefined);
    lease!.signal.addEventListener("abort", resolve);
  });
  const live = (await cluster.get(leaseRef(release)))!;
  await cluster.replace({ ...live, spec: { ...(live.spec as object), holderIdentity: "eve" } });
  await lost;
  assert.match(String(lease!.signal.reason), /eve took it/);
});

test("records of 3 MB are written, read, changed and pruned", { skip }, async () => {
  const release = { name: "recorded", namespace };
  const digest = await ensureDigest(cluster, release);
  const large = Array.from({ length: 30 }, (_, index) =>
    named("v1", "ConfigMap", `large-${index}`, {
      data: { value: randomBytes(75_000).toString("base64") },
    }),
  );
  for (let revision = 1; revision <= 12; revision++) {
    const objects = revision === 12 ? large : large.slice(0, 1);
    const head = await writeRecord(cluster, release, record(revision, objects), digest);
    await updateRecord(cluster, release, head, { state: "deployed" });
    await pruneRecords(cluster, release);
  }
  const { heads, unreadable } = await listRecords(cluster, release);
  assert.deepEqual(unreadable, []);
  assert.equal(heads.length, 10);
  const read = await readRecord(cluster, release, heads[0]!);
  assert.ok(!isUnreadable(read), JSON.stringify(read));
  assert.deepEqual(read.objects, large);
  const selector = "slipway.dev/release=recorded,slipway.dev/purpose=record";
  const listed = await plane!.kubectl([
    "get",
    "configmaps",
    "-n",
    namespace,
    "-l",
    `${selector},slipway.dev/state=deployed`,
    "-o",
    "name",
  ]);
  assert.equal(listed.stdout.trim().split("\n").length, 10);
  await forgetRelease(cluster, release);
  const kinds = "configmaps,secrets";
  const rest = await plane!.kubectl([
    "get",
    kinds,
    "-n",
    namespace,
    "-l",
    "slipway.dev/release=recorded",
    "-o",
    "name",
  ]);
  assert.equal(rest.stdout, "");
});

test("contents of Secrets come back from their copies, and are nowhere else", {
  skip,
}, async () => {
  const release = { name: "copied", namespace };
  const canary = `canary-${randomBytes(8).toString("hex")}`;
  const digests = await Promise.all([1, 2, 3, 4].map(() => ensureDigest(cluster, release)));
  assert.equal(new Set(digests.map((digest) => digest("same"))).size, 1);
  const digest = digests[0]!;
  const login = secretNamed("copied-login", { password: canary });
  const copies = await Promise.all(
    [1, 2, 3].map(() => copySecrets(cluster, release, [login], digest)),
  );
  assert.equal(new Set(copies.map((each) => JSON.stringify(each))).size, 1);
  const secretCopies = copies[0]!;
  const head = await writeRecord(cluster, release, record(1, [login], { secretCopies }), digest);

  const read = await readRecord(cluster, release, head);
  assert.ok(!isUnreadable(read));
  const [restored] = await restoreSecrets(cluster, release, read);
  await cluster.apply(restored!, APPLY);
  const live = await cluster.get(refTo("Secret", "copied-login"));
  const { password } = live!.data as Record<string, string>;
  assert.equal(Buffer.from(password!, "base64").toString(), canary);

  const maps = await cluster.list({ apiVersion: "v1", kind: "ConfigMap", namespace });
  const encoded = Buffer.from(canary).toString("base64").replace(/=+$/, "");
  for (const map of maps.items) {
    assert.ok(!JSON.stringify(map).includes(canary) && !JSON.stringify(map).includes(encoded));
  }
  const copy = refTo("Secret", Object.values(secretCopies)[0]!);
  const change = { data: { password: encoded } };
  await assert.rejects(
    cluster.patch(copy, { ...change, immutable: false }, { type: "merge" }),
    /immutable/,
  );
  await pruneCopies(cluster, release, { heads: [], unreadable: [] });
  assert.equal(await cluster.get(copy), undefined);
});

function refTo(kind: string, name: string) {
  return { apiVersion: "v1", kind, namespace, name };
}
