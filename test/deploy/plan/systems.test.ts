import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { remove } from "../../control-plane/apply.ts";
import type { ControlPlane } from "../../control-plane/control-plane.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { example } from "../../examples/example.ts";
import { asSent } from "../../examples/secrets.ts";
import { systems } from "../../examples/systems.ts";
import { Bed } from "./bed.ts";

const { plane, missing } = await sharedControlPlane();

/** The same objects in a namespace of this test, with names for the whole cluster that nobody else has. */
function elsewhere(objects: readonly KubeObject[], to: string): KubeObject[] {
  return objects.map((object) => {
    const text = JSON.stringify(object).replaceAll(/"namespace":"[^"]*"/g, `"namespace":"${to}"`);
    const moved = JSON.parse(text) as KubeObject;
    if (moved.metadata.namespace !== undefined) return moved;
    const name = moved.kind === "Namespace" ? to : `${to}-${moved.metadata.name}`;
    return { ...moved, metadata: { ...moved.metadata, name } };
  });
}

/** Nothing runs here: nodes are for those who look at pods. */
async function withoutPods(plane: ControlPlane, namespace: string): Promise<void> {
  const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none", namespace } };
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
  await plane.request("POST", path, { ...quota, spec: { hard: { pods: "0" } } });
}

for (const system of systems) {
  describe(`production of ${system}`, { skip: missing ?? false }, () => {
    const namespace = `plan-${system}`;
    let bed: Bed;
    let objects: KubeObject[] = [];
    before(async () => {
      bed = await Bed.in(plane!, namespace);
      await withoutPods(plane!, namespace);
      const environments = await example(system);
      const production = environments.find(({ environment }) => /^prod/.test(environment))!;
      const sent = asSent(production) as unknown as KubeObject[];
      objects = elsewhere(sent, namespace);
    });
    after(async () => {
      const global = objects.filter(({ metadata }) => metadata.namespace === undefined);
      await remove(plane!, ...global);
      await bed.end();
    });

    it("is created, and then there is nothing to do", async () => {
      // Its namespace is there already.
      const first = await bed.deploy(objects, { adopt: true });
      const actions = new Set(
        first.objects.map(({ action, applied }) => `${action} ${applied.kind}`),
      );
      assert.deepEqual(
        [...actions].filter((text) => !text.startsWith("create")),
        ["update Namespace"],
      );
      const second = await bed.plan(objects);
      const changed = second.objects.filter(({ action }) => action !== "none");
      const why = changed.map(({ applied, action, changes }) => [applied.kind, action, changes]);
      assert.deepEqual([why, second.stops, second.prunes], [[], [], []]);
    });
  });
}
