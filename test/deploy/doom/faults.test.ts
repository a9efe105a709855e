import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect } from "../../../src/client/connect.ts";
import { refOf } from "../../../src/client/object.ts";
import { systemClock } from "../../../src/deploy/clock.ts";
import { type Around, readAround } from "../../../src/deploy/doom/around.ts";
import type { Graces } from "../../../src/deploy/doom/graces.ts";
import { DoomWatch } from "../../../src/deploy/doom/index.ts";
import { unreadyProbe } from "../../../src/deploy/doom/probe.ts";
import { stuckPods } from "../../../src/deploy/doom/stuck.ts";
import { readinessOf } from "../../../src/deploy/readiness/index.ts";
import { applyAll, remove } from "../../control-plane/apply.ts";
import { expectDelete } from "../../control-plane/deletes.ts";
import { container, type Loose, namespace, secret } from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { waitUntil } from "../../control-plane/wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "doom";
const cluster = plane && (await connect({ kubeconfig: plane.kubeconfig }));

/** The played kubelet backs off in tenths of the real one's time. */
const QUICK: Partial<Graces> = {
  missingImage: 2_000,
  pull: 3_000,
  mount: 3_000,
  crash: 20_000,
  scheduling: 2_000,
  claim: 2_000,
  refusal: 2_000,
  settle: 1_000,
};

interface Workload {
  readonly spec?: object;
  readonly pod?: object;
  readonly annotations?: Record<string, string>;
}

function workload(
  kind: string,
  at: string,
  name: string,
  { spec, pod, annotations }: Workload = {},
): Loose {
  const labels = { app: name };
  const isJob = kind === "Job";
  return {
    apiVersion: isJob ? "batch/v1" : "apps/v1",
    kind,
    metadata: { namespace: at, name },
    spec: {
      ...(isJob ? {} : { selector: { matchLabels: labels } }),
      ...spec,
      template: {
        metadata: { labels, ...(annotations && { annotations }) },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [container()],
          ...(isJob && { restartPolicy: "Never" }),
          ...pod,
        },
      },
    },
  };
}

type End = { readonly said: string; readonly around: Around; readonly seconds: number };

/** Waits for one object as a deploy does: until it is ready, doomed, or time runs out. */
async function wait(object: Loose, timeout = 30_000, isMigration = false): Promise<End> {
  const watch = new DoomWatch({ clock: systemClock, graces: QUICK, isMigration });
  const { apiVersion, kind, metadata } = object;
  const at = metadata.namespace!;
  const start = Date.now();
  let last = "";
  for (;;) {
    const live = (await cluster!.get({ apiVersion, kind, namespace: at, name: metadata.name! }))!;
    const around = await readAround(cluster!, at);
    const seconds = (Date.now() - start) / 1000;
    const doom = watch.judge(live, around);
    if (doom) return { said: `${doom.reason}: ${doom.message}`, around, seconds };
    const readiness = readinessOf(live);
    if (readiness.state === "ready" && !watch.unsettled(live, around)) {
      return { said: "ready", around, seconds };
    }
    last = "message" in readiness ? readiness.message : readiness.state;
    if (Date.now() - start > timeout) return { said: `timed out: ${last}`, around, seconds };
    await systemClock.sleep(200);
  }
}

async function play(object: Loose, timeout?: number): Promise<End> {
  await applyAll(plane!, [object]);
  return wait(object, timeout);
}

const env = (from: object) => ({
  containers: [container({ env: [{ name: "A", valueFrom: from }] })],
});
const knob = (name: string, value: string) => ({
  annotations: { [`slipway.test/${name}`]: value },
});
const probed = container({
  ports: [{ name: "http", containerPort: 80 }],
  readinessProbe: { httpGet: { port: "http", path: "/ready" } },
});
const webhook = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: `${ns}-hook` },
  webhooks: [
    {
      name: "pods.doom.example.com",
      clientConfig: { url: "https://127.0.0.1:1/" },
      rules: [
        { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
      ],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": `${ns}-hook` } },
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
      timeoutSeconds: 1,
    },
  ],
} as Loose;

const claims = (storageClassName: string) => ({
  serviceName: "data",
  volumeClaimTemplates: [
    {
      metadata: { name: "data" },
      spec: {
        storageClassName,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    },
  ],
});
const mounts = {
  containers: [container({ volumeMounts: [{ name: "data", mountPath: "/data" }] })],
};
const ofConfigMap = { volumes: [{ name: "v", configMap: { name: "nothing" } }] };

/** What is played, and what is said of it. */
const faults: readonly (readonly [what: string, object: Loose, says: RegExp])[] = [
  [
    "an image that does not exist",
    workload("Deployment", ns, "bad-image", knob("image-missing", "app")),
    /^ImagePullBackOff: image registry.example.com\/app:1.0 cannot be pulled: .*not found/,
  ],
  [
    "an image that may not be pulled",
    workload("Deployment", ns, "locked-image", knob("image-error.app", "unauthorized")),
    /^ImagePullBackOff: image registry.example.com\/app:1.0 cannot be pulled: .*(?:authoriz|denied)/,
  ],
  [
    "a name that is no image",
    workload("Deployment", ns, "odd-image", knob("image-error.app", "invalid-name")),
    /^InvalidImageName: /,
  ],
  [
    "a crash loop",
    workload("Deployment", ns, "crash", knob("crash", "app")),
    /^CrashLoopBackOff: container app exited with 1 \(\d restarts\)/,
  ],
  [
    "a crash loop of a StatefulSet",
    workload("StatefulSet", ns, "crash-set", {
      ...knob("crash", "app"),
      spec: { serviceName: "x" },
    }),
    /^CrashLoopBackOff: container app/,
  ],
  [
    "a crash loop of a DaemonSet",
    workload("DaemonSet", ns, "crash-daemons", knob("crash", "app")),
    /^CrashLoopBackOff: container app/,
  ],
  [
    "a crash in an init container",
    workload("Deployment", ns, "crash-init", {
      ...knob("crash", "first"),
      pod: { initContainers: [container({ name: "first" })] },
    }),
    /^CrashLoopBackOff: container first exited with 1/,
  ],
  [
    "a crash in a sidecar",
    workload("Deployment", ns, "crash-sidecar", {
      ...knob("crash", "proxy"),
      pod: { initContainers: [container({ name: "proxy", restartPolicy: "Always" })] },
    }),
    /^CrashLoopBackOff: container proxy exited with 1/,
  ],
  [
    "a registry that does not answer",
    workload("Deployment", ns, "slow-registry", knob("image-error.app", "timeout")),
    /^ImagePullBackOff: image registry.example.com\/app:1.0 cannot be pulled: .*time/,
  ],
  [
    "an image that is never pulled",
    workload("Deployment", ns, "no-pull", knob("image-error.app", "never-pull")),
    /^ErrImageNeverPull: /,
  ],
  [
    "memory that runs out",
    workload("Deployment", ns, "memory", knob("oom", "app")),
    /^CrashLoopBackOff: container app was killed for using more memory than its limit/,
  ],
  [
    "a key that its Secret has not",
    workload("Deployment", ns, "no-key", {
      pod: env({ secretKeyRef: { name: "login", key: "pasword" } }),
    }),
    /^CreateContainerConfigError: couldn't find key pasword in Secret doom\/login/,
  ],
  [
    "a ConfigMap that is not there",
    workload("Deployment", ns, "no-map", {
      pod: env({ configMapKeyRef: { name: "nothing", key: "a" } }),
    }),
    /^CreateContainerConfigError: configmap "nothing" not found/,
  ],
  [
    "a ConfigMap for a volume that is not there",
    workload("Deployment", ns, "no-volume", { pod: ofConfigMap }),
    /^FailedMount: .*configmap "nothing" not found/,
  ],
  [
    "a quota too small",
    workload("Deployment", `${ns}-quota`, "web", { spec: { replicas: 3 } }),
    /^QuotaExceeded: pods "web-\w+-\w+" is forbidden: exceeded quota: small/,
  ],
  [
    "pods that are not secure enough",
    workload("StatefulSet", `${ns}-secure`, "web", { spec: { serviceName: "x" } }),
    /^PodSecurity: pods "web-0" is forbidden: violates PodSecurity "restricted:latest"/,
  ],
  [
    "an admission webhook that does not answer",
    workload("Deployment", `${ns}-hook`, "web"),
    /^WebhookFailed: .*failed calling webhook "pods.doom.example.com"/,
  ],
  [
    "a pod larger than any node",
    workload("Deployment", ns, "large", {
      pod: { containers: [container({ resources: { requests: { cpu: "1k" } } })] },
    }),
    /^Unschedulable: .*Insufficient cpu/,
  ],
  [
    "a claim of a class that does not exist",
    workload("StatefulSet", ns, "no-class", { spec: claims("no-such-class"), pod: mounts }),
    /^ProvisioningFailed: claim data-no-class-0: storageclass.storage.k8s.io "no-such-class" not found/,
  ],
  [
    "a Job that fails",
    workload("Job", ns, "job", { spec: { backoffLimit: 0 }, ...knob("crash", "app") }),
    /^BackoffLimitExceeded: .*container app exited with 1/,
  ],
];

describe("what dooms a rollout", { skip: missing, concurrency: true }, () => {
  before(async () => {
    await applyAll(plane!, [
      ...[ns, `${ns}-quota`, `${ns}-hook`, `${ns}-surge`].map((name) => namespace(name)),
      namespace(`${ns}-secure`, { "pod-security.kubernetes.io/enforce": "restricted" }),
      quota(`${ns}-quota`, 1),
      quota(`${ns}-surge`, 2),
      secret(ns, "login", { password: "x" }),
      webhook,
    ]);
    // The server reads its webhooks a moment later.
    await systemClock.sleep(1_000);
  });

  after(async () => {
    await remove(plane!, webhook);
    cluster!.close();
  });

  for (const [what, object, says] of faults) {
    test(what, async () => assert.match((await play(object)).said, says));
  }

  test("a probe that never passes dooms nothing, and is named", async () => {
    const never = workload("Deployment", ns, "never-ready", {
      ...knob("not-ready", "app"),
      pod: { containers: [probed] },
    });
    assert.match((await play(never, 6_000)).said, /^timed out/);
    const ref = { apiVersion: "apps/v1", kind: "Deployment", namespace: ns, name: "never-ready" };
    let words: string | undefined;
    await waitUntil("the probe to be named", async () => {
      const around = await readAround(cluster!, ns);
      words = unreadyProbe((await cluster!.get(ref))!, around)?.words;
      return words === undefined ? "no probe is" : undefined;
    });
    assert.match(words!, /^readiness probe of app: GET :http\/ready every 10 s/);
  });

  test("a slow start is no doom", async () => {
    const slow = workload("Deployment", ns, "slow", {
      ...knob("start-delay", "8s"),
      spec: { minReadySeconds: 3 },
      pod: { containers: [probed] },
    });
    assert.equal((await play(slow)).said, "ready");
  });

  test("what was bad before this revision is no doom", async () => {
    await applyAll(plane!, [workload("Deployment", ns, "mended", knob("image-missing", "app"))]);
    await systemClock.sleep(3_000);
    const mended = workload("Deployment", ns, "mended", {
      spec: { minReadySeconds: 2 },
      annotations: {},
    });
    assert.equal((await play(mended)).said, "ready");
  });

  test("a StatefulSet that a broken template holds up is freed", async () => {
    const spec = { serviceName: "x", minReadySeconds: 1 };
    const broken = workload("StatefulSet", ns, "stuck", { ...knob("crash", "app"), spec });
    assert.match((await play(broken)).said, /^CrashLoopBackOff/);
    const mended = workload("StatefulSet", ns, "stuck", { spec, annotations: {} });
    assert.match((await play(mended, 4_000)).said, /^timed out/);
    const ref = { apiVersion: "apps/v1", kind: "StatefulSet", namespace: ns, name: "stuck" };
    const stuckNow = async () =>
      stuckPods((await cluster!.get(ref))!, await readAround(cluster!, ns)).map(
        ({ metadata }) => metadata,
      );
    // Between two crashes it runs for a moment.
    let stuck = await stuckNow();
    await waitUntil("the pod to be seen as stuck", async () => {
      stuck = await stuckNow();
      return stuck.length > 0 ? undefined : "none is";
    });
    assert.deepEqual(
      stuck.map(({ name }) => name),
      ["stuck-0"],
    );
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { namespace: ns, name: "stuck-0" } };
    await expectDelete(plane!, pod);
    await cluster!.delete(refOf(pod), { uid: stuck[0]!.uid });
    assert.equal((await wait(mended)).said, "ready");
    assert.deepEqual(await stuckNow(), []);
  });

  test("a quota without room for one pod more only slows a rollout down", async () => {
    const web = (image: string) =>
      workload("Deployment", `${ns}-surge`, "web", {
        spec: { replicas: 2, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
        pod: { containers: [container({ image })] },
      });
    assert.equal((await play(web("a:1"))).said, "ready");
    assert.equal((await play(web("a:2"))).said, "ready");
  });

  test("a Job that ends well, and a migration that fails three times", async () => {
    assert.equal((await play(workload("Job", ns, "well"))).said, "ready");
    const fails = workload("Job", ns, "migration", {
      ...knob("crash", "app"),
      pod: { restartPolicy: "OnFailure" },
    });
    await applyAll(plane!, [fails]);
    assert.match(
      (await wait(fails, 30_000, true)).said,
      /^CrashLoopBackOff: container app exited with 1/,
    );
  });
});

function quota(at: string, pods: number): Loose {
  const metadata = { namespace: at, name: "small" };
  return { apiVersion: "v1", kind: "ResourceQuota", metadata, spec: { hard: { pods: `${pods}` } } };
}
