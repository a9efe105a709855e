import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect } from "../../../src/client/connect.ts";
import type { KubeObject } from "../../../src/client/object.ts";
import { systemClock } from "../../../src/deploy/clock.ts";
import { readAround } from "../../../src/deploy/doom/around.ts";
import { DoomWatch } from "../../../src/deploy/doom/index.ts";
import type { Doom } from "../../../src/deploy/doom/symptom.ts";
import { evidenceOf } from "../../../src/deploy/evidence/index.ts";
import type { Failure } from "../../../src/deploy/failure.ts";
import { Masker } from "../../../src/deploy/secrecy.ts";
import { applyAll } from "../../control-plane/apply.ts";
import { container, type Loose, namespace, secret } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "evidence";
const cluster = plane && (await connect({ kubeconfig: plane.kubeconfig }));
const canary = "canary-4f1c9e";
const login = secret(ns, "login", { password: canary }) as unknown as KubeObject;

function deployment(name: string, knobs: Record<string, string>, app: object = {}): Loose {
  const annotations = Object.fromEntries(
    Object.entries(knobs).map(([knob, value]) => [`slipway.test/${knob}`, value]),
  );
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: ns, name },
    spec: {
      minReadySeconds: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [container({ ...app })] },
      },
    },
  };
}

/** Applies it, waits for its doom, or for time to run out, and gathers what shows why. */
async function evidence(object: Loose, timeout = 20_000): Promise<Failure> {
  await applyAll(plane!, [object]);
  const { apiVersion, kind, metadata } = object;
  const ref = { apiVersion, kind, namespace: ns, name: metadata.name! };
  const watch = new DoomWatch({ clock: systemClock, graces: { missingImage: 2_000 } });
  const end = Date.now() + timeout;
  let doom: Doom | undefined;
  while (!doom && Date.now() < end) {
    await systemClock.sleep(200);
    doom = watch.judge((await cluster!.get(ref))!, await readAround(cluster!, ns));
  }
  doom ??= { reason: "TimedOut", message: "it is not ready" };
  return evidenceOf(cluster!, object as unknown as KubeObject, doom, {
    masker: Masker.of([login]),
  });
}

describe("evidence of a real cluster", { skip: missing, concurrency: true }, () => {
  before(() => applyAll(plane!, [namespace(ns), login as unknown as Loose]));
  after(() => cluster!.close());

  test("of a crash: both runs' last words, the events, no secret", async () => {
    const log = "connecting as shop\npassword ${secret:login/password} refused";
    const failure = await evidence(
      deployment("crash", { log, "crash-after": "300ms", "exit-code": "3" }),
    );
    assert.match(failure.message, /^container app exited with 3 \(3 restarts\)/);
    assert.match(failure.pod!, /^crash-/);
    const lines = failure.logs.find(({ isPrevious }) => isPrevious)?.lines;
    assert.deepEqual(lines?.slice(0, 2), ["connecting as shop", "password *** refused"]);
    assert.ok(failure.events.some(({ reason }) => reason === "BackOff"));
    assert.ok(failure.events.length <= 10);
    assert.match(
      failure.next[0]!,
      /^kubectl --context \S+ -n evidence logs crash-\S+ -c app --previous$/,
    );
    assert.doesNotMatch(JSON.stringify(failure), new RegExp(canary));
  });

  test("of memory that runs out", async () => {
    const failure = await evidence(deployment("memory", { oom: "app" }));
    assert.match(failure.message, /killed for using more memory than its limit/);
  });

  test("of a liveness probe that kills", async () => {
    const livenessProbe = {
      httpGet: { port: 80, path: "/alive" },
      periodSeconds: 1,
      failureThreshold: 1,
    };
    const failure = await evidence(
      deployment("not-alive", { "not-alive": "app" }, { livenessProbe }),
    );
    assert.equal(failure.reason, "CrashLoopBackOff");
    assert.match(failure.probe!, /^liveness probe of app: GET :80\/alive every 1 s: ./);
  });

  test("of a readiness probe that never passes", async () => {
    const readinessProbe = { httpGet: { port: 80, path: "/ready" }, periodSeconds: 1 };
    const failure = await evidence(
      deployment("never", { "not-ready": "app" }, { readinessProbe }),
      4_000,
    );
    assert.equal(failure.reason, "TimedOut");
    assert.match(failure.probe!, /^readiness probe of app: GET :80\/ready every 1 s: ./);
    assert.deepEqual(
      failure.logs.map(({ isPrevious }) => isPrevious),
      [false],
    );
  });

  test("of an image: the registry's words, and no logs", async () => {
    const failure = await evidence(deployment("image", { "image-error.app": "not-found" }));
    assert.equal(failure.reason, "ImagePullBackOff");
    assert.match(failure.message, /: not found$/);
    assert.deepEqual(failure.logs, []);
  });

  test("of a Secret without the key", async () => {
    const env = [{ name: "A", valueFrom: { secretKeyRef: { name: "login", key: "user" } } }];
    const failure = await evidence(deployment("no-key", {}, { env }));
    assert.match(failure.next[0]!, / describe secret login$/);
  });
});
