import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect } from "../../src/client/connect.ts";
import { applyAll } from "./apply.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { expectDelete, unaskedDeletes } from "./deletes.ts";
import { configMap, namespace } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";

const { missing } = await sharedControlPlane();
const given = process.env.SLIPWAY_KUBECONFIG && "a cluster was given, none is started";

// A control plane of its own: what is deleted here fails the run of a shared one.
describe("what Slipway deletes unasked", { skip: missing ?? given }, () => {
  let plane: ControlPlane;
  let cluster: Awaited<ReturnType<typeof connect>>;
  before(async () => {
    plane = await startControlPlane({ level: "full", nodes: 1, crds: false });
    cluster = await connect({ kubeconfig: plane.kubeconfig });
  });
  after(async () => {
    cluster?.close();
    await plane?.stop();
  });
  const unasked = async () => {
    const found = await unaskedDeletes(dirname(`${plane.auditLog}`));
    return found.map((line) => line.replace(/^\S+ /, ""));
  };
  const space = (name: string) => ({ apiVersion: "v1", kind: "Namespace", name });
  const map = (name: string) => ({ ...configMap("ours", name, {}), apiVersion: "v1" });
  const ref = (name: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    namespace: "ours",
    name,
  });

  test("a namespace, and what somebody else made, unless it was said before", async () => {
    await applyAll(plane, [namespace("ours"), map("theirs"), map("given-up")]);
    await cluster.apply(
      { ...map("own"), metadata: { namespace: "ours", name: "own" } },
      { manager: "slipway" },
    );
    await cluster.delete(ref("own"));
    await cluster.delete(ref("theirs"), { dryRun: true });
    await expectDelete(plane, map("given-up"));
    await cluster.delete(ref("given-up"));
    assert.deepEqual(await unasked(), []);

    await cluster.delete(ref("theirs"));
    // Written by Slipway, then made anew by another.
    await cluster.apply(
      { ...map("again"), metadata: { namespace: "ours", name: "again" } },
      { manager: "slipway" },
    );
    await plane.kubectl(["delete", "-n", "ours", "configmap", "again"]);
    await applyAll(plane, [map("again")]);
    await cluster.delete(ref("again"));
    await cluster.delete(space("ours"));
    await expectDelete(plane, namespace("ours"));
    assert.deepEqual(await unasked(), [
      "slipway deleted configmaps ours/theirs: Slipway has not written it",
      "slipway deleted configmaps ours/again: Slipway has not written it",
      "slipway deleted namespaces ours: it is kept unless somebody asks",
    ]);
  });

  test("a namespace that was made for a test goes with it, and no other of that name", async () => {
    const before = await unasked();
    const own = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    await cluster.create(own("shop-test-bcdfg"));
    await cluster.delete(space("shop-test-bcdfg"));
    assert.deepEqual(await unasked(), before);
    await applyAll(plane, [namespace("shop-test-hjkmn")]);
    await cluster.delete(space("shop-test-hjkmn"));
    await cluster.apply(own("shop-test-pqrst"), { manager: "slipway" });
    await cluster.delete(space("shop-test-pqrst"));
    assert.deepEqual((await unasked()).slice(before.length), [
      "slipway deleted namespaces shop-test-hjkmn: it is kept unless somebody asks",
      "slipway deleted namespaces shop-test-pqrst: it is kept unless somebody asks",
    ]);
  });

  test("the log may go on in another file, and end in the middle of a line", async () => {
    const folder = mkdtempSync(join(tmpdir(), "slipway-deletes-"));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const line = (verb: string, code: number) =>
      JSON.stringify({
        verb,
        requestURI: "/api/v1/namespaces/a/secrets/b",
        userAgent: "slipway",
        stageTimestamp: "2026-01-01T00:00:00.000000Z",
        responseStatus: { code },
        objectRef: { resource: "secrets", namespace: "a", name: "b" },
      });
    writeFileSync(join(folder, "audit.log"), `${line("delete", 200)}\n{"verb":"del`);
    assert.equal((await unaskedDeletes(folder)).length, 1);
    writeFileSync(join(folder, "audit-2026-01-01.log"), `${line("patch", 201)}\n`);
    assert.deepEqual(await unaskedDeletes(folder), []);
  });
});
