import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  podLimits,
  podRequests,
  qosClass,
  type ResourceList,
  type ResourcesContainer,
  type ResourcesPodSpec,
  sumResources,
} from "../../src/kubernetes/pod-resources.ts";
import { formatQuantity } from "../../src/kubernetes/quantity.ts";
import { resourceProblem, resourcesProblem } from "../../src/kubernetes/resource-amounts.ts";
import type * as types from "../../src/kubernetes/types/index.ts";

const asks = (cpu: string, memory: string): ResourcesContainer => ({
  resources: { requests: { cpu, memory }, limits: { memory } },
});
const sidecar = (cpu: string, memory: string) => ({
  ...asks(cpu, memory),
  restartPolicy: "Always",
});

function shown(list: ResourceList): Record<string, string> {
  return Object.fromEntries(list.entries().map(([name, each]) => [name, formatQuantity(each)]));
}

suite("resources of a pod", () => {
  test("are the sum of its containers", () => {
    const spec = { containers: [asks("250m", "64Mi"), asks("750m", "64Mi")] };
    assert.deepEqual(shown(podRequests(spec)), { cpu: "1", memory: "128Mi" });
    assert.deepEqual(shown(podLimits(spec)), { memory: "128Mi" });
  });

  test("are what the largest init container needs where that is more", () => {
    const spec = {
      containers: [asks("100m", "256Mi")],
      initContainers: [asks("2", "64Mi"), asks("1", "128Mi")],
    };
    assert.deepEqual(shown(podRequests(spec)), { cpu: "2", memory: "256Mi" });
  });

  test("include sidecars, and an init container shares with those started before it", () => {
    const containers = [asks("1", "100Mi")];
    const before = { containers, initContainers: [sidecar("500m", "50Mi"), asks("2", "10Mi")] };
    assert.deepEqual(shown(podRequests(before)), { cpu: "2500m", memory: "150Mi" });
    const after = { containers, initContainers: [asks("2", "10Mi"), sidecar("500m", "50Mi")] };
    assert.deepEqual(shown(podRequests(after)), { cpu: "2", memory: "150Mi" });
  });

  test("take a missing request from the limit", () => {
    const spec = { containers: [{ resources: { limits: { cpu: "1", memory: "1Gi" } } }] };
    assert.deepEqual(shown(podRequests(spec)), { cpu: "1", memory: "1Gi" });
  });

  test("of the pod as a whole come before those of its containers", () => {
    const spec = {
      containers: [asks("100m", "64Mi")],
      resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } },
    };
    assert.deepEqual(shown(podRequests(spec)), { cpu: "1", memory: "64Mi" });
    assert.deepEqual(shown(podLimits(spec)), { memory: "1Gi" });
  });

  test("include the overhead, on limits only where there are some", () => {
    const spec = { containers: [asks("1", "1Gi")], overhead: { cpu: "250m", memory: "64Mi" } };
    assert.deepEqual(shown(podRequests(spec)), { cpu: "1250m", memory: "1088Mi" });
    assert.deepEqual(shown(podLimits(spec)), { memory: "1088Mi" });
  });

  test("of several pods add up", () => {
    const one = podRequests({ containers: [asks("600m", "1Gi")] });
    assert.deepEqual(shown(sumResources([one, one, one])), { cpu: "1800m", memory: "3Gi" });
    assert.deepEqual(shown(sumResources([])), {});
  });

  test("decide on its quality of service", () => {
    const full = { resources: { limits: { cpu: "1", memory: "1Gi" } } };
    const classes: [string, ResourcesPodSpec][] = [
      ["BestEffort", { containers: [{}] }],
      ["Guaranteed", { containers: [full] }],
      ["Burstable", { containers: [full, {}] }],
      ["Burstable", { containers: [full], initContainers: [asks("1", "1Gi")] }],
      ["Burstable", { containers: [asks("1", "1Gi")] }],
      ["BestEffort", { containers: [{ resources: { requests: { "example.com/gpu": 1 } } }] }],
      ["Guaranteed", { containers: [{}], resources: { limits: { cpu: 1, memory: "1Gi" } } }],
    ];
    for (const [expected, spec] of classes) assert.equal(qosClass(spec), expected);
  });

  test("are read from objects of the generated types", () => {
    const spec: types.PodSpec = {
      containers: [{ name: "a", resources: { requests: { cpu: 1 } } }],
    };
    assert.deepEqual(shown(podRequests(spec)), { cpu: "1" });
  });
});

suite("amounts of resources", () => {
  test("that are wrong are explained", () => {
    const told: [Parameters<typeof resourcesProblem>[0], RegExp][] = [
      [{ limits: { memory: "512m" } }, /fraction of a byte.*write "512M" or "512Mi"/],
      [{ requests: { cpu: "-1" } }, /must not be negative/],
      [
        { requests: { cpu: "2" }, limits: { cpu: "1" } },
        /request of cpu, 2, is above its limit of 1/,
      ],
      [{ requests: { cpus: "2" } }, /"cpus" is not a resource.*write cpu, memory/],
      [{ requests: { cpu: "2 cores" } }, /write "2"/],
      [{ limits: { "nvidia.com/gpu": "0.5" } }, /whole pieces/],
      [{ requests: { "nvidia.com/gpu": 1 } }, /needs a limit/],
      [{ limits: { "hugepages-2Mi": "3Mi", cpu: 1 } }, /multiple of the page size/],
      [{ limits: { "hugepages-2Mi": "4Mi" } }, /give cpu or memory too/],
    ];
    for (const [resources, message] of told)
      assert.match(resourcesProblem(resources) ?? "", message);
    assert.equal(resourcesProblem({ requests: { cpu: 0.5 }, limits: { cpu: "500m" } }), undefined);
    assert.match(resourceProblem("storage", "10m") ?? "", /"10Mi"/);
  });
});
