import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };

function autoscaler(spec: Fields, version = "v2", metadata: Fields = {}): Judged {
  return {
    apiVersion: `autoscaling/${version}`,
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "web", ...metadata },
    spec: { scaleTargetRef, maxReplicas: 4, ...spec },
  } as Judged;
}

function cpu(target: Fields): Judged {
  return autoscaler({ metrics: [{ type: "Resource", resource: { name: "cpu", target } }] });
}

suite("autoscalers", () => {
  test("are fine as people write them", async () => {
    assert.deepEqual(await refusals(autoscaler({})), []);
    assert.deepEqual(await refusals(cpu({ type: "Utilization", averageUtilization: 80 })), []);
    assert.deepEqual(await refusals(autoscaler({ targetCPUUtilizationPercentage: 80 }, "v1")), []);
  });

  const mistakes: readonly (readonly [what: string, Judged, says: string])[] = [
    [
      "fewer at most than at least",
      autoscaler({ minReplicas: 5 }),
      "spec.maxReplicas: 4 is below minReplicas (5)",
    ],
    [
      "a target without a group",
      autoscaler({ scaleTargetRef: { kind: "Deployment", name: "web" } }),
      "spec.scaleTargetRef.apiVersion: must name the group too; apps/v1 for a Deployment",
    ],
    [
      "a target without a number",
      cpu({ type: "Utilization" }),
      "spec.metrics[0].resource.target.averageUtilization: averageUtilization or averageValue must be given; averageUtilization: 80",
    ],
    [
      "a metric of a kind that is none",
      autoscaler({ metrics: [{ type: "Cpu", resource: {} }] }),
      'spec.metrics[0].type: "Cpu" is none of Object, Pods, Resource, External, ContainerResource',
    ],
    [
      "a window of more than an hour",
      autoscaler({ behavior: { scaleDown: { stabilizationWindowSeconds: 7200 } } }),
      "spec.behavior.scaleDown.stabilizationWindowSeconds: 7200 is not a number of seconds from 0 to 3600",
    ],
  ];
  for (const [what, object, says] of mistakes)
    test(`${what}: says what to write`, async () => {
      assert.equal((await refusals(object))[0], says);
    });

  test("the group of the target is asked for since 1.34", async () => {
    const object = autoscaler({ scaleTargetRef: { kind: "Deployment", name: "web" } });
    assert.deepEqual(await refusals(object, 33), []);
    assert.equal((await refusals(object, 34)).length, 1);
  });

  test("tolerances count since 1.35", async () => {
    const object = autoscaler({ behavior: { scaleUp: { tolerance: "-1" } } });
    assert.deepEqual(await refusals(object, 34), []);
    assert.equal((await refusals(object, 35)).length, 1);
  });

  test("the old version is judged with what its annotations hold", async () => {
    const metrics = (text: string) =>
      autoscaler({}, "v1", {
        annotations: { "autoscaling.alpha.kubernetes.io/metrics": text },
      });
    const queue = '[{"type":"External","external":{"METRICNAME":"queue","targetValue":"30"}}]';
    assert.deepEqual(await refusals(metrics(queue)), []);
    assert.deepEqual(await refusals(metrics(queue.replace("30", "0"))), [
      "spec.metrics[0].external.target.value: 0 is not above 0",
    ]);
    assert.deepEqual(await refusals(metrics("not JSON")), []);
  });
});
