import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  compareVersions,
  parseVersion,
} from "../../../src/kubernetes/validation/coordination/semantic-version.ts";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function object(apiVersion: string, kind: string, fields: Fields, name = "mine"): Judged {
  return { apiVersion, kind, metadata: { name }, ...fields } as Judged;
}

const priority = (fields: Fields, name?: string) =>
  object("scheduling.k8s.io/v1", "PriorityClass", fields, name);
const runtime = (fields: Fields) => object("node.k8s.io/v1", "RuntimeClass", fields);
const lease = (spec: Fields) => object("coordination.k8s.io/v1", "Lease", { spec });

suite("classes and leases", () => {
  test("a PriorityClass keeps off the names and numbers of the system", async () => {
    assert.deepEqual(await refusals(priority({ value: 1000 })), []);
    assert.deepEqual(await refusals(priority({ value: 1 }, "system-mine")), [
      'metadata.name: names that begin with "system-" belong to Kubernetes; mine',
    ]);
    assert.deepEqual(await refusals(priority({ value: 2_000_000_000 })), [
      "value: 2000000000 is above 1000000000, the most outside the system",
    ]);
    const system = priority({ value: 2_000_001_000 }, "system-node-critical");
    assert.deepEqual(await refusals(system), []);
  });

  test("the value of a PriorityClass stays", async () => {
    assert.deepEqual(await refusalsOfUpdate(priority({ value: 2 }), priority({ value: 1 })), [
      "value: cannot be changed in an existing PriorityClass; create a class of another name",
    ]);
  });

  test("a RuntimeClass needs a handler, which stays", async () => {
    assert.deepEqual(await refusals(runtime({})), ["handler: must be given; runc for example"]);
    assert.equal(
      (await refusalsOfUpdate(runtime({ handler: "b" }), runtime({ handler: "a" }))).length,
      1,
    );
  });

  test("a RuntimeClass is warned of old labels of nodes", async () => {
    const scheduling = { nodeSelector: { "beta.kubernetes.io/os": "linux" } };
    assert.deepEqual(await warnings(runtime({ handler: "runc", scheduling })), [
      'scheduling.nodeSelector[beta.kubernetes.io/os]: the label "beta.kubernetes.io/os" is deprecated; use "kubernetes.io/os"',
    ]);
  });

  test("times of a Lease have microseconds", async () => {
    assert.deepEqual(await refusals(lease({ renewTime: "2026-01-01T00:00:00.000000Z" })), []);
    const [line = ""] = await refusals(lease({ renewTime: "2026-01-01T00:00:00Z" }));
    assert.match(line, /^spec\.renewTime: .*"2026-01-01T00:00:00.000000Z"$/);
  });

  test("a LeaseCandidate is not newer than its binary", async () => {
    const candidate = (spec: Fields) =>
      object("coordination.k8s.io/v1beta1", "LeaseCandidate", {
        spec: { leaseName: "a", strategy: "OldestEmulationVersion", ...spec },
      });
    const fine = candidate({ binaryVersion: "1.36.0", emulationVersion: "1.35.0" });
    assert.deepEqual(await refusals(fine), []);
    assert.deepEqual(await refusals(candidate({ binaryVersion: "1.36" })), [
      'spec.binaryVersion: "1.36" is not a version of three numbers; "1.36.0" for example',
      "spec.emulationVersion: must be given with the strategy OldestEmulationVersion",
    ]);
    const ahead = candidate({ binaryVersion: "1.36.0-rc.1", emulationVersion: "1.36.0" });
    assert.deepEqual(await refusals(ahead), [
      'spec.binaryVersion: "1.36.0-rc.1" is below emulationVersion ("1.36.0")',
    ]);
  });

  test("versions are ordered as semver.org says", () => {
    const rising = [
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0",
      "1.0.1",
      "1.10.0",
    ];
    for (const [index, text] of rising.entries()) {
      const version = parseVersion(text);
      const next = parseVersion(rising[index + 1] ?? "2.0.0");
      assert.ok(version && next && compareVersions(version, next) < 0, text);
      assert.equal(compareVersions(version, version), 0);
    }
    for (const text of ["1.0", "01.0.0", "1.0.0-01", "v1.0.0", ""])
      assert.equal(parseVersion(text), undefined, text);
  });

  test("a Workload says how its groups are scheduled, in the words of its version", async () => {
    const workload = (version: string, spec: Fields) =>
      object(`scheduling.k8s.io/${version}`, "Workload", { spec });
    const old = workload("v1alpha1", {
      podGroups: [{ name: "a", policy: { gang: { minCount: 2 } } }],
    });
    assert.deepEqual(await refusals(old, 35), []);
    const group = (schedulingPolicy: Fields) =>
      workload("v1alpha2", { podGroupTemplates: [{ name: "a", schedulingPolicy }] });
    assert.deepEqual(await refusals(group({ basic: {} })), []);
    assert.deepEqual(await refusals(group({ gang: {} })), [
      "spec.podGroupTemplates[0].schedulingPolicy.gang.minCount: must be given, and be at least 1",
    ]);
    assert.deepEqual(await refusals(group({})), [
      "spec.podGroupTemplates[0].schedulingPolicy: says nothing; basic: {} or gang: {minCount: 2}",
    ]);
    assert.deepEqual(await refusals(workload("v1alpha2", {})), [
      "spec.podGroupTemplates: must have at least one item",
    ]);
  });
});
