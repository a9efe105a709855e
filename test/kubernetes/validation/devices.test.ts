import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Judged } from "../../../src/kubernetes/validation/judge.ts";
import { refusals, refusalsOfUpdate, warnings } from "./said.ts";

type Fields = Readonly<Record<string, unknown>>;

function object(kind: string, spec: Fields, version = "v1"): Judged {
  const apiVersion = `resource.k8s.io/${version}`;
  return { apiVersion, kind, metadata: { name: "mine" }, spec } as Judged;
}

const claim = (...requests: Fields[]) => object("ResourceClaim", { devices: { requests } });
const slice = (spec: Fields) =>
  object("ResourceSlice", {
    driver: "gpu.example.com",
    pool: { name: "a", resourceSliceCount: 1 },
    ...spec,
  });
const selected = (expression: string) =>
  object("DeviceClass", { selectors: [{ cel: { expression } }] });

suite("devices", () => {
  test("a request names a class, or alternatives", async () => {
    const exactly = { deviceClassName: "gpu" };
    assert.deepEqual(await refusals(claim({ name: "gpu", exactly })), []);
    assert.deepEqual(await refusals(claim({ name: "gpu", deviceClassName: "gpu" })), [
      'spec.devices.requests[0].deviceClassName: there is no field "deviceClassName" here; there is: exactly, firstAvailable, name',
      "spec.devices.requests[0]: asks nothing; exactly or firstAvailable",
    ]);
    const both = { name: "gpu", exactly, firstAvailable: [{ name: "a", deviceClassName: "gpu" }] };
    assert.deepEqual(await refusals(claim(both)), [
      "spec.devices.requests[0]: exactly and firstAvailable exclude each other; keep one of the two",
    ]);
    const all = { ...exactly, allocationMode: "All", count: 2 };
    assert.deepEqual(await refusals(claim({ name: "gpu", exactly: all })), [
      "spec.devices.requests[0].exactly.count: 2 contradicts allocationMode: All; leave it out",
    ]);
  });

  test("constraints are about requests that there are", async () => {
    const devices = {
      requests: [{ name: "gpu", exactly: { deviceClassName: "gpu" } }],
      constraints: [{ requests: ["gpus"], matchAttribute: "numa" }],
    };
    assert.deepEqual(await refusals(object("ResourceClaim", { devices })), [
      'spec.devices.constraints[0].requests[0]: there is no request "gpus"; gpu',
      'spec.devices.constraints[0].matchAttribute: "numa" has no domain in front; "example.com/numa"',
    ]);
  });

  test("an expression fits a device, is true or false, and ends in time", async () => {
    assert.deepEqual(await refusals(selected('device.attributes["a"].model == "L40"')), []);
    assert.deepEqual(await refusals(selected("device.attributes.a.healthy")), []);
    const bound = "cel.bind(gpu, device.attributes.a, gpu.model == 'L40' || gpu.healthy)";
    assert.deepEqual(await refusals(selected(bound)), []);
    assert.deepEqual(await refusals(selected("device.driver")), [
      "spec.selectors[0].cel.expression: must be true or false; this gives string",
    ]);
    const [unknown = ""] = await refusals(selected("device.model == 'L40'"));
    assert.match(unknown, /^spec\.selectors\[0\]\.cel\.expression: is no expression that fits: /);
    const slow =
      "device.attributes.all(a, device.attributes[a].all(b, device.attributes[a].all(c, b.matches(c))))";
    assert.deepEqual(await refusals(selected(slow)), [
      "spec.selectors[0].cel.expression: may take too long for a single device; a simpler expression",
    ]);
  });

  test("a slice says in one way for which nodes it is", async () => {
    assert.deepEqual(await refusals(slice({ allNodes: true, devices: [{ name: "a" }] })), []);
    assert.deepEqual(await refusals(slice({ nodeName: "a", allNodes: true })), [
      "spec: has more than one of nodeName, nodeSelector, allNodes, perDeviceNodeSelection; keep one of them",
    ]);
    assert.deepEqual(
      await refusals(slice({ nodeName: "a", devices: [{ name: "a", nodeName: "b" }] })),
      [
        "spec.devices[0]: says for which nodes it is, while the slice says it for all devices; spec.perDeviceNodeSelection: true",
      ],
    );
  });

  test("an attribute has one value; lists of them are behind a gate", async () => {
    const attributes = { model: { string: "L40", int: 4 }, sizes: { ints: [1, 2] } };
    const devices = [{ name: "a", attributes }];
    assert.deepEqual(await refusals(slice({ nodeName: "a", devices })), [
      "spec.devices[0].attributes[model]: has more than one value; one of bool, int, string, version",
      "spec.devices[0].attributes[sizes]: has no value; one of bool, int, string, version",
    ]);
  });

  test("a capacity is asked for within its bounds", async () => {
    const requestPolicy = { default: "3Gi", validRange: { min: "1Gi", max: "9Gi", step: "4Gi" } };
    const device = { name: "a", capacity: { memory: { value: "8Gi", requestPolicy } } };
    const at = "spec.devices[0].capacity[memory].requestPolicy";
    assert.deepEqual(await refusals(slice({ nodeName: "a", devices: [device] })), [
      `${at}: is for devices that are shared; allowMultipleAllocations: true at the device, or leave it out`,
    ]);
    const shared = { ...device, allowMultipleAllocations: true };
    assert.deepEqual(await refusals(slice({ nodeName: "a", devices: [shared] })), [
      `${at}.validRange.max: is more than the capacity`,
      `${at}.validRange.step: does not lead from min to default in whole steps`,
    ]);
    // Before 1.36 the server drops what it says of sharing.
    assert.deepEqual(await refusals(slice({ nodeName: "a", devices: [device] }), 35), []);
  });

  test("what is written for an older version is judged in the form of v1", async () => {
    const devices = { requests: [{ name: "gpu", deviceClassName: "A_B", count: -1 }] };
    const older = object("ResourceClaim", { devices }, "v1beta1");
    const paths = (await refusals(older, 34)).map((line) => line.split(": ")[0]);
    assert.deepEqual(paths, [
      "spec.devices.requests[0].exactly.deviceClassName",
      "spec.devices.requests[0].exactly.count",
    ]);
  });

  test("a claim stays what it is; a slice keeps its pool, driver and node", async () => {
    const of = (name: string) => claim({ name, exactly: { deviceClassName: "gpu" } });
    const [line = ""] = await refusalsOfUpdate(of("b"), of("a"));
    assert.match(line, /^spec: cannot be changed/);
    assert.deepEqual(await refusalsOfUpdate(of("a"), of("a")), []);
    const moved = await refusalsOfUpdate(slice({ nodeName: "b" }), slice({ nodeName: "a" }));
    assert.match(moved.join(), /^spec\.nodeName: cannot be changed/);
  });

  test("a driver's name is warned of capitals", async () => {
    const spec = { nodeName: "a", driver: "GPU.example.com" };
    assert.deepEqual(await warnings(slice(spec)), [
      "spec.driver: has capitals in it; gpu.example.com",
    ]);
  });
});
