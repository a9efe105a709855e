import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { waitUntil } from "../../control-plane/wait.ts";
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

describe("replicas and autoscalers", { skip }, () => {
  const namespace = "plan-scale";
  const make = new Objects(namespace);
  let bed: Bed;
  before(async () => {
    bed = await Bed.in(plane!, namespace);
  });
  after(() => bed.end());

  const replicas = async (object: KubeObject) => pods(await bed.read(object)).spec.replicas;
  const busy = { resources: { requests: { cpu: "10m" } } };

  it("a new autoscaler takes the count over, which is never 1 in between", async () => {
    const fixed = make.deployment("web", { replicas: 3 }, busy);
    await bed.deploy([fixed], alone);
    const { generation } = pods(await bed.read(fixed)).metadata;
    const scaled = [make.deployment("web", { replicas: 3 }, busy), make.autoscaler("web", 3, 5)];
    const plan = await bed.plan(scaled, alone);
    const [deployment] = plan.objects;
    assert.deepEqual(deployment!.preparations, [{ type: "hand-over-replicas", replicas: 3 }]);
    assert.deepEqual([deployment!.action, told(plan)], ["update", []]);
    await bed.execute(plan);
    assert.equal(pods(await bed.read(fixed)).metadata.generation, generation);
    assert.equal(await replicas(fixed), 3);
    assert.deepEqual(gist(await bed.plan(scaled, alone)), [
      "none Deployment",
      "none HorizontalPodAutoscaler",
    ]);
  });

  it("what a live autoscaler set stays", async () => {
    const fixed = make.deployment("busy", { replicas: 1 }, busy);
    await bed.deploy([fixed], alone);
    await bed.kubectl(["create", "-f", "-"], make.autoscaler("busy", 2, 4));
    await waitUntil("the autoscaler", async () =>
      (await replicas(fixed)) === 2 ? undefined : "1",
    );
    const plan = await bed.plan([fixed], alone);
    assert.deepEqual(
      [gist(plan)[0], told(plan), plan.stops.map(({ code }) => code)],
      ["none Deployment", [], []],
    );
    await bed.execute(plan);
    assert.equal(await replicas(fixed), 2);
    assert.equal(gist(await bed.plan([fixed], alone))[0], "none Deployment");
    // Without it the wanted count comes back.
    await bed.kubectl(["delete", "hpa", "busy"]);
    const back = await bed.plan([fixed], alone);
    assert.deepEqual(told(back), ["spec.replicas: 2 -> 1 (you)"]);
    await bed.execute(back);
    assert.equal(await replicas(fixed), 1);
  });

  it("a count that kubectl apply set is handed over at adoption", async () => {
    const fixed = make.deployment("adopted", { replicas: 3 }, busy);
    await bed.kubectl(["apply", "-f", "-"], fixed);
    const scaled = [make.deployment("adopted", {}, busy), make.autoscaler("adopted", 3, 5)];
    const plan = await bed.plan(scaled, { ...alone, adopt: true });
    assert.deepEqual(plan.objects[0]!.preparations, [
      { type: "migrate", managers: ["kubectl-client-side-apply"] },
      { type: "hand-over-replicas", replicas: 3 },
    ]);
    assert.deepEqual(told(plan), []);
    await bed.execute(plan);
    assert.equal(await replicas(fixed), 3);
    assert.equal(gist(await bed.plan(scaled, alone))[0], "none Deployment");
  });

  it("kubectl scale is drift where nothing scales", async () => {
    const fixed = make.deployment("still", { replicas: 2 }, busy);
    await bed.deploy([fixed], alone);
    await bed.kubectl(["scale", "deployment", "still", "--replicas=4"]);
    const plan = await bed.plan([fixed], alone);
    assert.deepEqual(told(plan), ["spec.replicas: 4 -> 2 (kubectl)"]);
    assert.deepEqual([plan.objects[0]!.takesFrom, plan.objects[0]!.restarts], [["kubectl"], false]);
  });
});
