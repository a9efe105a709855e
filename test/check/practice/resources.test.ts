import assert from "node:assert/strict";
import { it } from "node:test";
import { missingMemoryLimit } from "../../../src/check/practice/missing-memory-limit.ts";
import { missingRequests } from "../../../src/check/practice/missing-requests.ts";
import { changed, POD } from "../../../src/check/practice/shared/example.ts";
import { unboundedScratch } from "../../../src/check/practice/unbounded-scratch.ts";
import { found } from "./found.ts";

const AMOUNTS = "resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 64Mi } }";
const BARE = changed(POD, `      ${AMOUNTS}\n`, "");

it("a pod without amounts is told once, with all of its containers", async () => {
  const two = `${BARE}    - { name: log, image: "example.com/log:v1", resources: { requests: { cpu: 1m } } }\n`;
  assert.deepEqual(await found(missingRequests, two), [
    "container web requests neither CPU nor memory; container log requests no memory",
  ]);
  assert.deepEqual(await found(missingMemoryLimit, two), []);
});

it("a limit is a request too", async () => {
  const limited = changed(POD, AMOUNTS, "resources: { limits: { cpu: 100m, memory: 64Mi } }");
  assert.deepEqual(await found(missingRequests, limited), []);
});

it("amounts of the whole pod, of a LimitRange, a quota or a VerticalPodAutoscaler are enough", async () => {
  const whole = changed(
    BARE,
    "spec:\n",
    "spec:\n  resources: { requests: { cpu: 1, memory: 1Gi } }\n",
  );
  assert.deepEqual(await found(missingRequests, whole), []);
  const others = [
    "spec: { limits: [{ type: Container, defaultRequest: { cpu: 1, memory: 1Gi } }] }\nkind: LimitRange\napiVersion: v1",
    'spec: { hard: { requests.cpu: "8", requests.memory: 8Gi } }\nkind: ResourceQuota\napiVersion: v1',
    "spec: { targetRef: { kind: Pod, name: web } }\nkind: VerticalPodAutoscaler\napiVersion: autoscaling.k8s.io/v1",
  ];
  for (const other of others)
    assert.deepEqual(
      await found(missingRequests, `${BARE}---\n${other}\nmetadata: { name: x }\n`),
      [],
    );
  const onlyTelling = `${others[2]}\nmetadata: { name: x }\n`.replace(
    "}\nkind",
    ', updatePolicy: { updateMode: "Off" } }\nkind',
  );
  assert.equal((await found(missingRequests, `${BARE}---\n${onlyTelling}`)).length, 1);
});

it("init containers and patches without an image need no amounts", async () => {
  const init = changed(
    POD,
    "  containers:",
    '  initContainers: [{ name: prepare, image: "example.com/web:v1" }]\n  containers:',
  );
  assert.deepEqual(await found(missingRequests, init), []);
  assert.deepEqual(
    await found(missingRequests, changed(BARE, "      image: example.com/web:v1\n", "")),
    [],
  );
});

it("no limit of CPU is asked for, nor one of memory where the pod has one", async () => {
  assert.deepEqual(await found(missingMemoryLimit, POD), []);
  const whole = changed(
    changed(POD, ", limits: { memory: 64Mi }", ""),
    "spec:\n",
    "spec:\n  resources: { limits: { memory: 1Gi } }\n",
  );
  assert.deepEqual(await found(missingMemoryLimit, whole), []);
});

it("scratch is bounded by its own size, by memory, or by what the containers may use", async () => {
  const scratch = (volume: string) => `${POD}  volumes: [{ name: a, emptyDir: ${volume} }]\n`;
  assert.deepEqual(await found(unboundedScratch, scratch("{}")), [
    "1 workload has an emptyDir whose size nothing limits: web",
  ]);
  assert.deepEqual(await found(unboundedScratch, scratch("{ sizeLimit: 1Gi }")), []);
  assert.deepEqual(await found(unboundedScratch, scratch("{ medium: Memory }")), []);
  const limited = changed(
    scratch("{}"),
    "limits: { memory: 64Mi }",
    "limits: { memory: 64Mi, ephemeral-storage: 1Gi }",
  );
  assert.deepEqual(await found(unboundedScratch, limited), []);
});
