import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { auditedIn, deletesIn } from "./audit.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { claim, condition, configMap, namespace, pod } from "./fixtures.ts";
import { sharedControlPlane } from "./shared.ts";

const { missing } = await sharedControlPlane();
const given = process.env.SLIPWAY_KUBECONFIG && "a cluster was given, none is started";
const ns = "restart";
let plane: ControlPlane;

describe("a control plane of a test's own", { skip: missing ?? given }, () => {
  before(async () => {
    plane = await startControlPlane({ nodes: 1, crds: false });
  });
  after(() => plane?.stop());

  test("keeps what it holds, and goes on, when its API server is killed and started again", async () => {
    const first = pod(ns, "first");
    await applyAll(plane, [namespace(ns), configMap(ns, "kept", { a: "1" }), first]);
    await condition(plane, first, "Ready", "True");
    await plane.restartApiServer(100);
    const { status } = await plane.request("GET", `/api/v1/namespaces/${ns}/configmaps/kept`);
    assert.equal(status, 200);
    const second = pod(ns, "second");
    await applyAll(plane, [second]);
    await condition(plane, second, "Ready", "True");
    const { stdout } = await plane.kubectl(["logs", "-n", ns, "second"]);
    assert.equal(stdout, "app: started (registry.example.com/app:1.0)\n");
  });

  test("writes down who deleted what, and knows a dry run", async () => {
    const since = new Date();
    await applyAll(plane, [claim(ns, "data", "standard", "ReadWriteOnce")]);
    const at = ["-n", ns, "--wait=false"];
    await plane.kubectl(["delete", "pvc", "data", "--dry-run=server", ...at]);
    assert.deepEqual(await deletesIn(plane, since), []);
    await plane.kubectl(["delete", "pvc", "data", ...at]);
    await plane.kubectl(["delete", "configmap", "kept", ...at]);
    const [only, ...more] = await deletesIn(plane, since);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [only?.verb, only?.resource, only?.namespace, only?.name, only?.code],
      ["delete", "persistentvolumeclaims", ns, "data", 200],
    );
    assert.match(only?.userAgent ?? "", /^kubectl\//);
    const written = (await auditedIn(plane, since)).map(({ verb, resource }) => [verb, resource]);
    assert.ok(written.some(([verb, of]) => verb === "delete" && of === "configmaps"));
    assert.deepEqual(await deletesIn(plane, new Date()), []);
  });
});
