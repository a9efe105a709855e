import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { type Fault, once } from "./faults.ts";
import { disturbed, killedAt, type Reference, reference, type Trial } from "./kill.ts";
import { trialOfRival } from "./rivals.ts";
import { giveSmall } from "./small.ts";
import { differences, stateOf } from "./state.ts";

const { plane, missing } = await sharedControlPlane();

describe("the kill harness, with kubectl as the command", { skip: missing }, () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-kill-"));
  let trial: Trial;
  let expected: Reference;
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(async () => {
    await giveSmall(plane!);
    const prefix = "kill-test";
    trial = trialOfRival("kubectl", { plane: plane!, folder, prefix, version: "first" });
    expected = await reference(trial);
  });

  test("an undisturbed run has a state with every object and nothing that moves", () => {
    assert.equal(expected.ended.code, 0, expected.ended.stderr);
    const kinds = [...expected.state.keys()].map((key) => key.split(" ")[1]);
    for (const kind of [
      "Namespace",
      "CustomResourceDefinition",
      "Backup",
      "Role",
      "ConfigMap",
      "Secret",
      "PersistentVolumeClaim",
      "StatefulSet",
      "Job",
      "Deployment",
      "ReplicaSet",
      "Service",
      "HorizontalPodAutoscaler",
      "PodDisruptionBudget",
      "NetworkPolicy",
      "Ingress",
      "CronJob",
    ]) {
      assert.ok(kinds.includes(kind), `no ${kind} among ${kinds}`);
    }
    const text = [...expected.state.values()].join("\n");
    assert.doesNotMatch(text, /kill-test|resourceVersion|creationTimestamp|"time"/);
  });

  test("a kill at a call, before and after the server has done it, and a second run", async () => {
    const patch = expected.calls.findIndex(
      ({ method, path }) => method === "PATCH" && path.includes("/configmaps/"),
    );
    assert.ok(patch > 0);
    for (const when of ["before", "after"] as const) {
      const point = await killedAt(trial, expected, expected.calls[patch]!.n, when);
      assert.match(point.call ?? "", /^(PATCH|GET) /);
      assert.equal(point.again.code, 0, point.again.stderr);
      assert.deepEqual(point.differences, []);
    }
  });

  test("a run through a fault says what met it, and what it came to", async () => {
    const nth = expected.calls.find(({ path }) => path.includes("/secrets/"))!.n;
    const refused: Fault = { kind: "answer", status: 409 };
    const run = await disturbed(trial, expected, "conflict", once(nth, refused));
    assert.deepEqual(
      run.met.map(({ outcome }) => outcome),
      ["answered 409"],
    );
    assert.equal(run.ended.code, 1);
    assert.ok(run.differences.length > 0, "it has not come to its end");
    assert.deepEqual(run.mended, []);
  });

  test("two states of one namespace are equal, and a change shows where it is", async () => {
    const namespace = "kube-public";
    const state = await stateOf(plane!, namespace);
    assert.deepEqual(differences(state, await stateOf(plane!, namespace)), []);
    const changed = new Map(state);
    const [key] = state.keys();
    changed.set(key!, state.get(key!)!.replace(/"name":"[^"]+"/, '"name":"other"'));
    changed.delete([...state.keys()].at(-1)!);
    const found = differences(state, changed);
    assert.match(found[0]!, /\.metadata\.name: 'other' instead of/);
    assert.match(found[1]!, /: missing$/);
  });
});
