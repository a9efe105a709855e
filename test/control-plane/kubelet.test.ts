import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { applyAll } from "./apply.ts";
import {
  condition,
  configMap,
  container,
  eventAbout,
  gone,
  type Loose,
  namespace,
  pod,
  read,
  secret,
} from "./fixtures.ts";
import { allPodsReady, lacking } from "./pods.ts";
import { pathOf } from "./resources.ts";
import { sharedControlPlane } from "./shared.ts";
import { waitUntil } from "./wait.ts";

const { plane, missing } = await sharedControlPlane();
const ns = "kubelet";

interface Waiting {
  status: {
    phase: string;
    podIP?: string;
    containerStatuses?: {
      ready: boolean;
      restartCount: number;
      state: { waiting?: { reason: string; message?: string } };
    }[];
  };
}

/** Applies a pod and waits until its container is held back for a reason. */
async function heldBack(object: Loose, reason: string): Promise<string> {
  await applyAll(plane!, [object]);
  let message = "";
  await waitUntil(`${object.metadata.name} to be held back by ${reason}`, async () => {
    const { status } = await read<Waiting>(plane!, object);
    const waiting = status.containerStatuses?.[0]?.state.waiting;
    message = waiting?.message ?? "";
    return waiting?.reason === reason ? undefined : JSON.stringify(status);
  });
  const { status } = await read<Waiting>(plane!, object);
  assert.notEqual(status.phase, "Running");
  return message;
}

describe("the kubelet stand-in", { skip: missing }, () => {
  before(async () => {
    await applyAll(plane!, [
      namespace(ns),
      configMap(ns, "settings", { level: "info" }),
      secret(ns, "login", { password: "x" }),
    ]);
  });

  test("runs a pod whose references all exist", async () => {
    const complete = pod(ns, "complete", {
      initContainers: [container({ name: "first" }), container({ name: "second" })],
      containers: [
        container({
          env: [
            { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "level" } } },
            { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "login", key: "password" } } },
            {
              name: "MAYBE",
              valueFrom: { secretKeyRef: { name: "none", key: "none", optional: true } },
            },
          ],
          envFrom: [{ configMapRef: { name: "settings" } }],
          ports: [{ name: "http", containerPort: 8080 }],
          readinessProbe: { httpGet: { port: "http" } },
          volumeMounts: [
            { name: "settings", mountPath: "/etc/level", subPath: "level" },
            { name: "all", mountPath: "/etc/all" },
          ],
        }),
      ],
      volumes: [
        { name: "settings", configMap: { name: "settings" } },
        {
          name: "all",
          projected: {
            sources: [{ secret: { name: "login", items: [{ key: "password", path: "p" }] } }],
          },
        },
      ],
    });
    await applyAll(plane!, [complete]);
    await condition(plane!, complete, "Ready", "True");
    const { status } = await read<Waiting>(plane!, complete);
    assert.equal(status.phase, "Running");
    assert.match(status.podIP ?? "", /^10\.244\./);
  });

  test("holds back a container whose ConfigMap, Secret or key is missing, until it exists", async () => {
    const env = (name: string, key: string) => ({
      containers: [
        container({ env: [{ name: "A", valueFrom: { configMapKeyRef: { name, key } } }] }),
      ],
    });
    const late = pod(ns, "late", env("late", "a"));
    const reason = "CreateContainerConfigError";
    assert.equal(await heldBack(late, reason), 'configmap "late" not found');
    assert.equal(
      await heldBack(pod(ns, "key", env("settings", "levle")), reason),
      `couldn't find key levle in ConfigMap ${ns}/settings`,
    );
    const from = { envFrom: [{ secretRef: { name: "nobody" } }] };
    assert.equal(
      await heldBack(pod(ns, "from", { containers: [container(from)] }), reason),
      'secret "nobody" not found',
    );
    await applyAll(plane!, [configMap(ns, "late", { a: "1" })]);
    await condition(plane!, late, "Ready", "True");
  });

  test("does not mount a volume whose source lacks a key, nor a file that is not there", async () => {
    const volumes = [
      { name: "v", configMap: { name: "settings", items: [{ key: "nope", path: "nope" }] } },
    ];
    const unmounted = pod(ns, "unmounted", { volumes });
    await heldBack(unmounted, "ContainerCreating");
    await eventAbout(plane!, unmounted, /references non-existent config key: nope/);
    const file = pod(ns, "file", {
      containers: [
        container({
          volumeMounts: [{ name: "v", mountPath: "/etc/app.conf", subPath: "app.conf" }],
        }),
      ],
      volumes: [{ name: "v", configMap: { name: "settings" } }],
    });
    assert.match(await heldBack(file, "CreateContainerConfigError"), /subPath "app.conf"/);
  });

  test("only warns of a missing image pull secret", async () => {
    const unpaid = pod(ns, "unpaid", { imagePullSecrets: [{ name: "registry" }] });
    await applyAll(plane!, [unpaid]);
    await condition(plane!, unpaid, "Ready", "True");
    await eventAbout(plane!, unpaid, /Unable to retrieve some image pull secrets \(registry\)/);
  });

  test("never finds ready what is probed at a port name that is not declared", async () => {
    const probe = { readinessProbe: { httpGet: { port: "http" } }, ports: [{ containerPort: 80 }] };
    const unnamed = pod(ns, "unnamed", { containers: [container(probe)] });
    await applyAll(plane!, [unnamed]);
    await eventAbout(
      plane!,
      unnamed,
      /Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "http": invalid/,
    );
    await condition(plane!, unnamed, "Ready", "False");
  });

  test("does not run as root what must not", async () => {
    const as = (name: string, securityContext: object, annotations = {}) =>
      pod(ns, name, { securityContext }, annotations);
    const reason = "CreateContainerConfigError";
    const root = await heldBack(as("root", { runAsNonRoot: true, runAsUser: 0 }), reason);
    assert.match(root, /runAsUser breaks non-root policy/);
    const unknown = await heldBack(as("unknown", { runAsNonRoot: true }), reason);
    assert.match(unknown, /image will run as root.*set runAsUser/);
    const fine = [
      as("user", { runAsNonRoot: true, runAsUser: 1000 }),
      as("image", { runAsNonRoot: true }, { "slipway.test/image-user": "1000" }),
    ];
    await applyAll(plane!, fine);
    for (const object of fine) await condition(plane!, object, "Ready", "True");
  });

  test("runs init containers first, and stops at one that fails", async () => {
    const crash = { "slipway.test/crash": "migrate" };
    const stuck = pod(ns, "stuck", { initContainers: [container({ name: "migrate" })] }, crash);
    await applyAll(plane!, [stuck]);
    await waitUntil("migrate to crash", async () => {
      const lines = await lacking(plane!, ns);
      return lines.some((line) => /stuck: pod Pending migrate CrashLoopBackOff/.test(line))
        ? undefined
        : lines.join("\n");
    });
    await condition(plane!, stuck, "Initialized", "False");
    const { status } = await read<Waiting>(plane!, stuck);
    assert.equal(status.containerStatuses?.[0]?.state.waiting?.reason, "PodInitializing");
  });

  test("starts a sidecar before the containers and keeps it", async () => {
    const sidecar = container({ name: "proxy", restartPolicy: "Always" });
    const two = pod(ns, "two", { initContainers: [sidecar] });
    await applyAll(plane!, [two]);
    await condition(plane!, two, "Ready", "True");
  });

  test("restarts what crashes, and says which image cannot be pulled", async () => {
    const crashing = pod(ns, "crashing", {}, { "slipway.test/crash": "app" });
    await applyAll(plane!, [crashing]);
    await waitUntil("two restarts", async () => {
      const { status } = await read<Waiting>(plane!, crashing);
      return (status.containerStatuses?.[0]?.restartCount ?? 0) >= 2 ? undefined : "fewer";
    });
    await condition(plane!, crashing, "Ready", "False");
    const image = pod(ns, "image-missing", {}, { "slipway.test/image-missing": "app" });
    assert.match(await heldBack(image, "ImagePullBackOff"), /registry.example.com\/app:1.0/);
  });

  test("completes the pods of Jobs, and fails those that crash", async () => {
    const job = (name: string, annotations: Record<string, string> = {}): Loose => ({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { namespace: ns, name },
      spec: {
        backoffLimit: 0,
        template: {
          metadata: { annotations },
          spec: { restartPolicy: "Never", containers: [container()] },
        },
      },
    });
    const [works, fails] = [job("works"), job("fails", { "slipway.test/crash": "app" })];
    await applyAll(plane!, [works, fails]);
    await condition(plane!, works, "Complete", "True");
    const failed = await condition(plane!, fails, "Failed", "True");
    assert.equal(failed.reason, "BackoffLimitExceeded");
  });

  test("ends a deleted pod", async () => {
    const doomed = pod(ns, "doomed");
    await applyAll(plane!, [doomed]);
    await condition(plane!, doomed, "Ready", "True");
    await plane!.request("DELETE", (await pathOf(plane!, doomed))!);
    await gone(plane!, doomed);
  });

  test("a wait for pods that cannot become ready says which, why, and what was told of them", async () => {
    const own = `${ns}-explained`;
    const labels = { app: "web" };
    const env = [{ name: "A", valueFrom: { secretKeyRef: { name: "gone", key: "a" } } }];
    const web: Loose = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { namespace: own, name: "web" },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container({ env })] } },
      },
    };
    const quota: Loose = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { namespace: own, name: "one-pod" },
      spec: { hard: { pods: "1" } },
    };
    await applyAll(plane!, [namespace(own), quota, web]);
    await assert.rejects(allPodsReady(plane!, [own], 4000), (problem: Error) => {
      assert.match(problem.message, /kubelet-explained\/web: 0 of 2 replicas ready/);
      assert.match(problem.message, /FailedCreate: .*exceeded quota: one-pod/);
      assert.match(problem.message, /app CreateContainerConfigError secret "gone" not found/);
      return true;
    });
    await applyAll(plane!, [
      secret(own, "gone", { a: "1" }),
      { ...quota, spec: { hard: { pods: "4" } } } as Loose,
    ]);
    await allPodsReady(plane!, [own]);
  });
});
