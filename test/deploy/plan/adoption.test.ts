import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { Bed, gist, told } from "./bed.ts";
import { Objects } from "./objects.ts";

const { plane, missing } = await sharedControlPlane();
const skip = missing ?? false;
/** Each test has its own objects in the namespace that they share. */
const alone = { untouched: new Set<string>() };

function pods(object: KubeObject) {
  return object as unknown as {
    spec: { replicas: number; template: { spec: { containers: Record<string, unknown>[] } } };
    metadata: { generation: number };
  };
}

describe("objects that others made", { skip }, () => {
  const namespace = "plan-adoption";
  const make = new Objects(namespace);
  let bed: Bed;
  before(async () => {
    bed = await Bed.in(plane!, namespace);
  });
  after(() => bed.end());

  for (const [by, command, owner] of [
    ["kubectl apply", ["apply", "-f", "-"], "kubectl apply"],
    ["kubectl apply --server-side", ["apply", "--server-side", "-f", "-"], "kubectl apply"],
    ["kubectl create", ["create", "-f", "-"], "kubectl-create"],
    ["Helm 3", ["create", "--field-manager=helm", "-f", "-"], "helm"],
    ["Helm 4", ["apply", "--server-side", "--field-manager=helm", "-f", "-"], "helm"],
  ] as const) {
    it(`${by}: foreign; with --adopt ours without a restart, and what is dropped goes`, async () => {
      const name = by.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
      const config = make.configMap(name, { colour: "red" });
      const reads = { envFrom: [{ configMapRef: { name } }] };
      const before = make.deployment(
        name,
        { replicas: 2 },
        { ...reads, args: ["a"], env: [{ name: "A", value: "1" }] },
      );
      const labelled = {
        ...before,
        metadata: { ...before.metadata, labels: { tier: "web", old: "1" } },
      };
      await bed.kubectl(command, config);
      await bed.kubectl(command, labelled);
      const wanted = { ...before, metadata: { ...before.metadata, labels: { tier: "web" } } };
      const foreign = await bed.plan([config, wanted], alone);
      assert.deepEqual(
        foreign.stops.map(({ code }) => code),
        ["foreign", "foreign"],
      );
      assert.equal(
        foreign.stops[1]!.message,
        `Deployment ${namespace}/${name} is there already and comes from ${owner}`,
      );

      const plan = await bed.plan([config, wanted], { ...alone, adopt: true });
      assert.deepEqual(gist(plan), ["update ConfigMap", "update Deployment"]);
      const deployment = plan.objects[1]!;
      assert.deepEqual(told(plan, "Deployment"), ["metadata.labels.old: 1 -> nothing (you)"]);
      assert.deepEqual(
        [deployment.restarts, deployment.adoptedFrom, deployment.takesFrom],
        [false, owner, []],
      );
      const template = pods(await bed.read(before)).spec.template;
      await bed.execute(plan);
      const adopted = await bed.read(before);
      assert.deepEqual(Object.keys(adopted.metadata.labels!), [
        "applyset.kubernetes.io/part-of",
        "tier",
      ]);
      assert.deepEqual(pods(adopted).spec.template, template);
      assert.equal(
        adopted.metadata.annotations?.["kubectl.kubernetes.io/last-applied-configuration"],
        undefined,
      );
      assert.deepEqual(gist(await bed.plan([config, wanted], alone)), [
        "none ConfigMap",
        "none Deployment",
      ]);

      // Fields of the one before are ours: dropped, they go.
      const lean = make.deployment(name, { replicas: 2 }, reads);
      const dropping = await bed.plan([config, lean], alone);
      const at = "spec.template.spec.containers[name=app]";
      assert.deepEqual(
        told(dropping, "Deployment").toSorted(),
        [
          "metadata.labels.tier: web -> nothing (you)",
          `${at}.args: ["a"] -> nothing (you)`,
          `${at}.env: [{"name":"A","value":"1"}] -> nothing (you)`,
        ].toSorted(),
      );
      await bed.execute(dropping);
      assert.deepEqual(gist(await bed.plan([config, lean], alone)), [
        "none ConfigMap",
        "none Deployment",
      ]);
      const [container] = pods(await bed.read(before)).spec.template.spec.containers;
      assert.deepEqual([container!.args, container!.env], [undefined, undefined]);
    });
  }

  it("what is dropped at the very adoption is in the plan, defaults and all", async () => {
    const before = make.deployment(
      "drop",
      { minReadySeconds: 5, strategy: { rollingUpdate: { maxSurge: 3 } } },
      {
        args: ["a"],
        ports: [{ containerPort: 80 }, { containerPort: 81 }],
        resources: { requests: { cpu: "1m" } },
      },
    );
    await bed.kubectl(["apply", "-f", "-"], before);
    await bed.kubectl(["annotate", "deployment", "drop", "note=mine"]);
    const wanted = make.deployment("drop", {}, { ports: [{ containerPort: 80 }] });
    const plan = await bed.plan([wanted], { ...alone, adopt: true });
    const at = "spec.template.spec.containers[name=app]";
    assert.deepEqual(
      told(plan, "Deployment").toSorted(),
      [
        "spec.minReadySeconds: 5 -> nothing (you)",
        "spec.strategy.rollingUpdate.maxSurge: 3 -> 25% (you)",
        `${at}.args: ["a"] -> nothing (you)`,
        `${at}.ports[containerPort=81,protocol=TCP]: {"containerPort":81,"protocol":"TCP"} -> nothing (you)`,
        `${at}.resources.requests: {"cpu":"1m"} -> nothing (you)`,
      ].toSorted(),
    );
    await bed.execute(plan);
    assert.deepEqual(gist(await bed.plan([wanted], alone)), ["none Deployment"]);
    assert.equal((await bed.read(wanted)).metadata.annotations?.note, "mine");
  });

  it("what a person applies to ours is taken back, and what it added goes", async () => {
    const config = make.configMap("ours", { a: "1" });
    await bed.deploy([config], alone);
    await bed.kubectl(["apply", "-f", "-"], make.configMap("ours", { a: "2", b: "2" }));
    const plan = await bed.plan([config], alone);
    assert.deepEqual(told(plan), [
      "data.a: 2 -> 1 (kubectl-client-side-apply)",
      "data.b: 2 -> nothing (kubectl-client-side-apply)",
    ]);
    assert.deepEqual(plan.objects[0]!.takesFrom, ["kubectl-client-side-apply"]);
    await bed.execute(plan);
    assert.deepEqual((await bed.read(config)).data, { a: "1" });
  });

  it("a member of another set is named", async () => {
    const config = make.configMap("theirs", { a: "1" });
    const labels = { "applyset.kubernetes.io/part-of": "applyset-other-v1" };
    await bed.kubectl(["create", "-f", "-"], {
      ...config,
      metadata: { ...config.metadata, labels },
    });
    const plan = await bed.plan([config], alone);
    assert.match(plan.stops[0]!.message, /comes from release other in x$/);
  });
});
