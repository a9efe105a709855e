import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Asked, Cluster } from "../../src/client/cluster.ts";
import { connect } from "../../src/client/connect.ts";
import { ApiError } from "../../src/client/errors.ts";
import { applyAll } from "../control-plane/apply.ts";
import { container, namespace, pod } from "../control-plane/fixtures.ts";
import { allPodsReady } from "../control-plane/pods.ts";
import { sharedControlPlane } from "../control-plane/shared.ts";
import { connectThrough } from "./through.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "client-proxied";

/** A program with a probe of `/health?full=1` at its port 8000. */
function program(name: string, probe: object, annotations: Record<string, string> = {}) {
  const livenessProbe = { httpGet: { path: "/health?full=1", port: 8000, ...probe } };
  return pod(ns, name, { containers: [container({ livenessProbe })] }, annotations);
}

describe("a program in a pod, asked through the API server", { skip: missing }, () => {
  let cluster: Cluster;
  const ask = (name: string, asked: Partial<Asked> = {}) =>
    cluster.proxied({ namespace: ns, name }, { port: 8000, path: "/health?full=1", ...asked });

  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
    await applyAll(plane!, [
      namespace(ns),
      program("well", {}),
      program("secure", { scheme: "HTTPS" }),
      program("named", { httpHeaders: [{ name: "Host", value: "shop.example" }] }),
      program("ill", {}, { "slipway.test/answer": "500" }),
      program("login", {}, { "slipway.test/answer": "401" }),
      program("busy", {}, { "slipway.test/answer": "503" }),
      program("away", {}, { "slipway.test/unreachable": "true" }),
    ]);
    await allPodsReady(plane!, [ns]);
  });
  after(async () => {
    cluster?.close();
    await plane!.request("DELETE", `/api/v1/namespaces/${ns}`);
  });

  test("its status is the answer, whatever it is, and nothing is asked again", async () => {
    assert.deepEqual(await ask("well"), { status: 200 });
    assert.deepEqual(await ask("well", { path: "health" }), { status: 404 });
    assert.deepEqual(await ask("well", { path: "/a b/%20ü" }), { status: 404 });
    assert.deepEqual(await ask("ill"), { status: 500 });
    assert.deepEqual(await ask("login"), { status: 401 });
    assert.deepEqual(await ask("busy"), { status: 503 });
  });

  test("by TLS, and for a site by its name", async () => {
    assert.deepEqual(await ask("secure", { isSecure: true }), { status: 200 });
    assert.deepEqual(await ask("secure"), { status: 404 });
    assert.deepEqual(await ask("named"), { status: 400 });
    assert.deepEqual(await ask("named", { headers: { host: "shop.example" } }), { status: 200 });
  });

  test("who is not reached is no program that fails", async () => {
    const away = await ask("away");
    assert.ok("unanswered" in away);
    assert.match(away.unanswered, /10\.244\./);
    assert.ok("unanswered" in (await ask("well", { port: 9000 })));
  });

  test("the server itself refuses", async () => {
    await assert.rejects(
      ask("nobody"),
      (error) => error instanceof ApiError && error.status === 404,
    );
  });
});

test("who is silent for too long did not answer", { skip: missing }, async () => {
  await using through = await connectThrough(plane!.kubeconfig, () => () => {});
  const asked = { port: 80, path: "/", timeout: 200 };
  const answered = await through.client.proxied({ namespace: "a", name: "b" }, asked);
  assert.deepEqual(answered, { unanswered: "no answer within 0.2 s" });
});
