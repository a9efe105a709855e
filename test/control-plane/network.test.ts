import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import { container, namespace, pod } from "./fixtures.ts";
import { allPodsReady } from "./pods.ts";
import { sharedControlPlane } from "./shared.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "network";

/** A program with a probe at its port 8000. */
function program(name: string, probe: object, annotations: Record<string, string> = {}) {
  const ports = [{ name: "http", containerPort: 8000 }];
  const readinessProbe = { httpGet: { path: "/ready", port: "http", ...probe } };
  return pod(ns, name, { containers: [container({ ports, readinessProbe })] }, annotations);
}

describe("the network of pods", { skip: missing }, () => {
  const get = (path: string) => plane!.request("GET", `/api/v1/namespaces/${ns}/pods/${path}`);

  before(async () => {
    await applyAll(plane!, [
      namespace(ns),
      program("plain", {}),
      program("secure", { scheme: "HTTPS" }),
      program("ill", {}, { "slipway.test/answer": "/ready 500" }),
      program("away", {}, { "slipway.test/unreachable": "true" }),
    ]);
    await allPodsReady(plane!, [ns]);
  });

  test("the API server's proxy reaches what a probe asks for, and nothing else", async () => {
    assert.equal((await get("plain:8000/proxy/ready")).status, 200);
    assert.equal((await get("plain:8000/proxy/health")).status, 404);
    const nobody = await get("plain:9000/proxy/ready");
    assert.equal(nobody.status, 503);
    assert.match(JSON.stringify(nobody.body), /error trying to reach service/);
  });

  test("by TLS where the probe does", async () => {
    assert.equal((await get("https:secure:8000/proxy/ready")).status, 200);
    assert.equal((await get("secure:8000/proxy/ready")).status, 404);
  });

  test("a test says what is answered, and whether anybody is reached", async () => {
    assert.equal((await get("ill:8000/proxy/ready")).status, 500);
    assert.equal((await get("away:8000/proxy/ready")).status, 503);
  });
});
