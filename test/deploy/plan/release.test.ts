import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { outdated, readSavedPlan, savedPlan } from "../../../src/deploy/plan/saved.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Bed, gist, told } from "./bed.ts";
import { Objects } from "./objects.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? false;

describe("what goes with a release", { skip }, () => {
  const namespace = "plan-release";
  const make = new Objects(namespace);
  let bed: Bed;
  before(async () => {
    bed = await Bed.in(plane!, namespace);
  });
  after(async () => {
    await bed.kubectl(["delete", "priorityclass", "plan-release", "--ignore-not-found"]);
    await bed.kubectl([
      "delete",
      "namespace",
      "plan-release-new",
      "--ignore-not-found",
      "--wait=false",
    ]);
    await bed.end();
  });

  const claim = make.make("v1", "PersistentVolumeClaim", "data", {
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });
  const configs = ["a", "b", "c", "d", "e", "f"].map((name) => make.configMap(name, { name }));

  it("what is no longer wanted goes, not data, and not most of it", async () => {
    const owned = make.configMap("owned", {});
    await bed.deploy([...configs, claim, owned]);
    const live = await bed.read(configs[0]!);
    const owner = { apiVersion: "v1", kind: "ConfigMap", name: "a", uid: live.metadata.uid };
    await bed.kubectl([
      "patch",
      "configmap",
      "owned",
      "-p",
      JSON.stringify({ metadata: { ownerReferences: [owner] } }),
    ]);
    const some = await bed.plan(configs.slice(1));
    assert.deepEqual(gist(some).slice(5).toSorted(), [
      "keep PersistentVolumeClaim",
      "prune ConfigMap",
    ]);
    assert.equal(
      some.prunes.find(({ ref }) => ref.kind !== "ConfigMap")!.kept,
      "a PersistentVolumeClaim goes only with --prune-kind PersistentVolumeClaim",
    );
    const asked = await bed.plan(configs.slice(1), { pruneKinds: ["PersistentVolumeClaim"] });
    assert.match(
      asked.prunes.find(({ ref }) => ref.kind !== "ConfigMap")!.risk!,
      /data of PersistentVolumeClaim data is deleted/,
    );
    const most = await bed.plan(configs.slice(4));
    assert.deepEqual(
      most.stops.map(({ code, message }) => [code, message]),
      [["prune", "4 of the release's 7 objects would be deleted"]],
    );
    assert.deepEqual((await bed.plan(configs.slice(4), { pruneMost: true })).stops, []);
    assert.deepEqual(
      (await bed.plan(configs.slice(4), { untouched: new Set<string>() })).prunes,
      [],
    );
  });

  it("an object under another version of its group is not pruned", async () => {
    await bed.deploy([make.autoscaler("v")], { untouched: new Set<string>() });
    const old = make.make("autoscaling/v1", "HorizontalPodAutoscaler", "v", {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "v" },
        minReplicas: 2,
        maxReplicas: 5,
        targetCPUUtilizationPercentage: 80,
      },
    });
    const plan = await bed.plan([...configs, claim, old]);
    assert.deepEqual(plan.prunes, []);
    assert.deepEqual(told(plan, "HorizontalPodAutoscaler"), []);
  });

  it("a shared object of other releases changes only with consent, and goes with the last", async () => {
    const priority = (description: string): KubeObject => ({
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "plan-release" },
      value: 1,
      description,
    });
    const shared = (description: string) => [
      { ...plainWanted(priority(description)), isShared: true },
    ];
    const others = { untouched: new Set<string>() };
    await bed.execute(await bed.planWanted(shared("one"), others));
    assert.equal((await bed.read(priority("one"))).metadata.labels, undefined);
    bed.holders = ["shop-dev/shop"];
    assert.deepEqual(gist(await bed.planWanted(shared("one"), others)), ["none PriorityClass"]);
    assert.deepEqual(gist(await bed.planWanted(shared("two"), others)), [
      "update PriorityClass",
      "stop shared",
    ]);
    assert.deepEqual(
      (await bed.planWanted(shared("two"), { ...others, changeShared: true })).stops,
      [],
    );
    const dropped = await bed.plan([...configs, claim, make.autoscaler("v")]);
    assert.deepEqual(
      dropped.prunes.map(({ kept }) => kept),
      ["shop-dev/shop has it too"],
    );
    bed.holders = [];
    const last = await bed.plan([...configs, claim, make.autoscaler("v")]);
    assert.deepEqual(
      last.prunes.map(({ ref, kept }) => [ref.kind, kept]),
      [["PriorityClass", undefined]],
    );
  });

  it("a namespace and a definition that come with the deploy break nothing", async () => {
    const group = "plan-release.example.org";
    const definition: KubeObject = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `gizmos.${group}` },
      spec: {
        group,
        names: { kind: "Gizmo", plural: "gizmos" },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        ],
      },
    };
    const fresh = new Objects("plan-release-new");
    const space: KubeObject = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "plan-release-new" },
    };
    const all = [
      space,
      definition,
      fresh.make(`${group}/v1`, "Gizmo", "g"),
      make.make(`${group}/v1`, "Gizmo", "h"),
      fresh.deployment("web"),
    ];
    const plan = await bed.plan(all, { untouched: new Set<string>() });
    assert.deepEqual(gist(plan), [
      "create Namespace",
      "create CustomResourceDefinition",
      "create Gizmo",
      "create Gizmo",
      "create Deployment",
    ]);
    const nowhere = await bed.plan([fresh.deployment("web")], { untouched: new Set<string>() });
    assert.match(nowhere.stops[0]!.message, /there is no namespace plan-release-new/);
  });

  it("a namespace that is going away stops it", async () => {
    const space = (finalizers: string[]): KubeObject => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "hold", namespace: "plan-release-going", finalizers },
    });
    const going: KubeObject = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "plan-release-going" },
    };
    await bed.deploy([going], { untouched: new Set<string>() });
    await bed.kubectl(
      ["create", "-n", "plan-release-going", "-f", "-"],
      space(["example.org/hold"]),
    );
    await bed.kubectl(["delete", "namespace", "plan-release-going", "--wait=false"]);
    const plan = await bed.plan([going], { untouched: new Set<string>() });
    await bed.kubectl([
      "-n",
      "plan-release-going",
      "patch",
      "configmap",
      "hold",
      "--type=json",
      "-p",
      '[{"op":"remove","path":"/metadata/finalizers"}]',
    ]);
    assert.deepEqual(
      plan.stops.map(({ message }) => message),
      ["Namespace plan-release-going is being deleted"],
    );
  });

  it("images stay as they were deployed, if asked", async () => {
    await bed.deploy([make.deployment("kept", {}, { image: "example.org/app:7" })], {
      untouched: new Set<string>(),
    });
    const wanted = make.deployment("kept", { minReadySeconds: 1 });
    const plan = await bed.plan([wanted], { untouched: new Set<string>(), keepImages: true });
    assert.deepEqual(told(plan), ["spec.minReadySeconds: nothing -> 1 (you)"]);
    assert.equal(
      (await bed.plan([wanted], { untouched: new Set<string>() })).objects[0]!.restarts,
      true,
    );
  });

  it("a saved plan is true until what it would do changes, and holds no secret", async () => {
    const wanted = [
      make.secret("s", { password: "canary-value" }),
      make.deployment("saved", {}, { env: [{ name: "A", value: "canary-value" }] }),
    ];
    await bed.deploy(wanted, { untouched: new Set<string>() });
    const keyed = { digest: bed.digest, isKeyKept: true };
    const save = async (objects: KubeObject[]) =>
      savedPlan(
        await bed.plan(objects, { untouched: new Set<string>() }),
        bed.cluster.target,
        "dev",
        keyed,
      );
    const changed = [
      make.secret("s", { password: "canary-other" }),
      make.deployment("saved", {}, { env: [{ name: "A", value: "canary-other" }] }),
    ];
    const first = await save(changed);
    const text = JSON.stringify(first);
    for (const value of [
      "canary-other",
      "canary-value",
      ...["canary-other", "canary-value"].map((one) => Buffer.from(one).toString("base64")),
    ])
      assert.ok(!text.includes(value), value);
    const read = readSavedPlan(text, "plan.json");
    assert.deepEqual(outdated(read, await save(changed)), []);
    await bed.kubectl(["annotate", "deployment", "saved", "note=1"]);
    assert.deepEqual(outdated(read, await save(changed)), []);
    await bed.kubectl(["set", "image", "deployment/saved", "app=example.org/app:9"]);
    assert.deepEqual(outdated(read, await save(changed)), [
      `apps/Deployment/${namespace}/saved: what would be changed is not the same`,
    ]);
    assert.throws(
      () => readSavedPlan("{}", "plan.json"),
      /plan.json holds no plan of this version/,
    );
  });
});
