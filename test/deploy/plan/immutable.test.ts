import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { plainWanted } from "../../../src/deploy/wanted.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { waitUntil } from "../../control-plane/wait.ts";
import { Bed, gist, told } from "./bed.ts";
import { Objects } from "./objects.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? false;
const alone = { untouched: new Set<string>() };

function claims(storage: string, storageClassName = "plan-grows") {
  const spec = {
    accessModes: ["ReadWriteOnce"],
    storageClassName,
    resources: { requests: { storage } },
  };
  return { volumeClaimTemplates: [{ metadata: { name: "data" }, spec }] };
}

describe("fields that cannot be changed", { skip }, () => {
  const namespace = "plan-immutable";
  const make = new Objects(namespace);
  let bed: Bed;
  before(async () => {
    bed = await Bed.in(plane!, namespace);
    for (const [name, allowVolumeExpansion] of [
      ["plan-grows", true],
      ["plan-stays", false],
    ])
      await plane!.request("POST", "/apis/storage.k8s.io/v1/storageclasses", {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name },
        provisioner: "slipway.test/local",
        allowVolumeExpansion,
      });
  });
  after(async () => {
    await bed.end();
    await bed.kubectl(["delete", "storageclass", "plan-grows", "plan-stays"]);
  });

  const uidOf = async (kind: string, name: string) =>
    (await bed.kubectl(["get", kind, name, "-o", "jsonpath={.metadata.uid}"])).trim();
  const ready = (name: string) =>
    waitUntil(name, async () => {
      const text = await bed.kubectl([
        "get",
        "pod",
        name,
        "-o",
        "jsonpath={.status.phase}",
        "--ignore-not-found",
      ]);
      return text === "Running" ? undefined : text;
    });

  it("a Job is made anew", async () => {
    await bed.deploy([make.job("once")], alone);
    const plan = await bed.plan([make.job("once", {}, { image: "example.org/app:2" })], alone);
    assert.deepEqual(gist(plan), ["recreate Job"]);
    assert.deepEqual(told(plan), [
      "spec.template.spec.containers[name=app].image: example.org/app:1 -> example.org/app:2 (you)",
    ]);
    assert.equal(plan.objects[0]!.why, "spec.template of a Job cannot be changed");
    const before = await uidOf("job", "once");
    await bed.execute(plan);
    assert.notEqual(await uidOf("job", "once"), before);
  });

  it("a StatefulSet is made anew around its pods, and its claims grow", async () => {
    await bed.deploy([make.statefulSet("store", claims("1Gi"))], alone);
    await ready("store-0");
    const pod = await uidOf("pod", "store-0");
    const bigger = make.statefulSet("store", { ...claims("2Gi"), podManagementPolicy: "Parallel" });
    const plan = await bed.plan([bigger], alone);
    const [planned] = plan.objects;
    assert.deepEqual(gist(plan), ["recreate-keeping-pods StatefulSet"]);
    assert.deepEqual(
      planned!.grows.map(({ claim, from, to }) => [claim.name, from, to]),
      [["data-store-0", "1Gi", "2Gi"]],
    );
    assert.equal(planned!.restarts, false);
    assert.deepEqual(told(plan).toSorted(), [
      "spec.podManagementPolicy: OrderedReady -> Parallel (you)",
      "spec.volumeClaimTemplates[0].spec.resources.requests.storage: 1Gi -> 2Gi (you)",
    ]);
    await bed.execute(plan);
    assert.equal(await uidOf("pod", "store-0"), pod);
    assert.deepEqual(gist(await bed.plan([bigger], alone)), ["none StatefulSet"]);
    const size = [
      "get",
      "pvc",
      "data-store-0",
      "-o",
      "jsonpath={.spec.resources.requests.storage}",
    ];
    assert.equal(await bed.kubectl(size), "2Gi");

    const smaller = await bed.plan([make.statefulSet("store", claims("1Gi"))], {
      ...alone,
      recreate: true,
    });
    assert.match(smaller.stops[0]!.message, /cannot shrink from 2Gi to 1Gi/);
    assert.equal(smaller.stops[0]!.option, undefined);
  });

  it("what is made anew has as many replicas as before", async () => {
    const fixed = make.statefulSet("count", { podManagementPolicy: "Parallel" });
    await bed.deploy([fixed], alone);
    await bed.kubectl(["scale", "statefulset", "count", "--replicas=3"]);
    const changed = make.statefulSet("count", { serviceName: "other" });
    const plan = await bed.plan([changed], alone);
    assert.deepEqual(gist(plan), ["recreate-keeping-pods StatefulSet"]);
    await bed.execute(plan);
    const count = ["get", "statefulset", "count", "-o", "jsonpath={.spec.replicas}"];
    assert.equal(await bed.kubectl(count), "3");
    assert.deepEqual(gist(await bed.plan([changed], alone)), ["none StatefulSet"]);
  });

  it("claims whose class cannot grow stay", async () => {
    await bed.deploy([make.statefulSet("fixed", claims("1Gi", "plan-stays"))], alone);
    await ready("fixed-0");
    const plan = await bed.plan([make.statefulSet("fixed", claims("2Gi", "plan-stays"))], alone);
    assert.match(plan.stops[0]!.message, /StorageClass plan-stays does not allow it/);
  });

  it("a selector that leaves the pods behind asks for consent", async () => {
    const other = {
      selector: { matchLabels: { app: "b" } },
      template: {
        metadata: { labels: { app: "b" } },
        spec: { containers: [{ name: "app", image: "example.org/app:1" }] },
      },
    };
    for (const kind of ["deployment", "statefulSet"] as const) {
      await bed.deploy([make[kind](`sel-${kind.toLowerCase()}`)], alone);
      const changed = make[kind](`sel-${kind.toLowerCase()}`, other);
      const plan = await bed.plan([changed], alone);
      assert.deepEqual(
        plan.stops.map(({ code, option }) => [code, option]),
        [["immutable", "--recreate"]],
        kind,
      );
      const consent = await bed.plan([changed], { ...alone, recreate: true });
      assert.deepEqual(
        [gist(consent), consent.objects[0]!.restarts],
        [[`recreate ${changed.kind}`], true],
      );
      await bed.execute(consent);
    }
  });

  it("a claim, a volume and a definition never go", async () => {
    const claim = (storage: string): KubeObject =>
      make.make("v1", "PersistentVolumeClaim", "c", {
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "plan-grows",
          resources: { requests: { storage } },
        },
      });
    const { spec } = claim("1Gi") as unknown as { spec: object };
    await bed.deploy([claim("1Gi")], alone);
    const moved = make.make("v1", "PersistentVolumeClaim", "c", {
      spec: { ...spec, storageClassName: "plan-stays" },
    });
    const plan = await bed.plan([moved], { ...alone, recreate: true });
    assert.deepEqual(
      plan.stops.map(({ code, option }) => [code, option]),
      [["immutable", undefined]],
    );
    assert.match(plan.stops[0]!.instead!, /never made anew/);
  });

  it("a Service's address and a binding's role ask for consent", async () => {
    const service = (clusterIP?: string) =>
      make.make("v1", "Service", "s", {
        spec: { ports: [{ port: 80 }], ...(clusterIP && { clusterIP }) },
      });
    const binding = (name: string) =>
      make.make("rbac.authorization.k8s.io/v1", "RoleBinding", "b", {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
        subjects: [],
      });
    await bed.deploy([service(), binding("a")], alone);
    const plan = await bed.plan([service("None"), binding("b")], alone);
    assert.deepEqual(
      plan.stops.map(({ code, option }) => [code, option]),
      [
        ["immutable", "--recreate"],
        ["immutable", "--recreate"],
      ],
    );
    assert.match(plan.stops[0]!.instead!, /addresses and node ports may change/);
  });

  it("what is wrong in itself is refused, not made anew", async () => {
    await bed.deploy([make.deployment("wrong")], alone);
    const plan = await bed.plan([make.deployment("wrong", { replicas: -1 })], {
      ...alone,
      recreate: true,
    });
    assert.deepEqual(gist(plan), ["update Deployment", "stop refused"]);
  });

  it("migrations run once; one that failed runs again", async () => {
    const wanted = (object: KubeObject) => ({ ...plainWanted(object), isMigration: true });
    const good = wanted(make.job("good"));
    const bad = wanted(make.job("bad", { "slipway.test/crash": "app" }));
    await bed.execute(await bed.planWanted([good, bad], alone));
    await waitUntil("the Jobs", async () => {
      const ended = await bed.kubectl([
        "get",
        "jobs",
        "good",
        "bad",
        "-o",
        "jsonpath={.items[*].status.conditions[*].type}",
      ]);
      return ended.includes("Complete") && ended.includes("Failed") ? undefined : ended;
    });
    const plan = await bed.planWanted([good, bad], alone);
    assert.deepEqual(gist(plan), ["skip Job", "recreate Job"]);
    assert.deepEqual(
      plan.objects.map(({ why }) => why),
      ["it is complete", "it failed the last time"],
    );
    await bed.execute(plan);
    await bed.kubectl(["delete", "job", "good"]);
    bed.migrated = { [good.key]: "2026-01-01T00:00:00Z" };
    const later = await bed.planWanted([good], alone);
    assert.deepEqual(
      later.objects.map(({ action, why }) => [action, why]),
      [["skip", "it ran at 2026-01-01T00:00:00Z"]],
    );
  });
});
