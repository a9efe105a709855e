import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { exitCodeOf } from "../../../src/cli/deploy/outcome.ts";
import type { Cluster } from "../../../src/client/cluster.ts";
import { connect } from "../../../src/client/connect.ts";
import { type KubeObject, keyOf, refOf } from "../../../src/client/object.ts";
import { systemClock } from "../../../src/deploy/clock.ts";
import type { Graces } from "../../../src/deploy/doom/graces.ts";
import type { Failure } from "../../../src/deploy/failure.ts";
import { type Desired, plainWanted } from "../../../src/deploy/wanted.ts";
import { applyAll, remove } from "../../control-plane/apply.ts";
import {
  configMap,
  container,
  type Loose,
  namespace,
  secret,
} from "../../control-plane/fixtures.ts";
import { sharedControlPlane } from "../../control-plane/shared.ts";
import { changed, deployTo, objectsOf, said } from "./bed.ts";
import { refusingWebhook } from "./refusing-webhook.ts";

const { plane, missing } = await sharedControlPlane();

/** The played kubelet backs off in a twentieth of the real one's time. */
const QUICK: Partial<Graces> = {
  missingImage: 2_000,
  pull: 3_000,
  mount: 3_000,
  crash: 20_000,
  scheduling: 2_000,
  claim: 2_000,
  refusal: 2_000,
  settle: 1_000,
  steady: 500,
};
/** Long after every fault is found. */
const TIMEOUT = 200_000;

interface Template {
  readonly spec?: object;
  readonly pod?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

function deployment(at: string, name: string, { spec, pod, annotations }: Template = {}) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: at, name },
    spec: {
      selector: { matchLabels: { app: name } },
      ...spec,
      template: {
        metadata: { labels: { app: name }, ...(annotations && { annotations }) },
        spec: { terminationGracePeriodSeconds: 1, containers: [container()], ...pod },
      },
    },
  };
}

/** One more than the objects of a release that is well; `web` is what goes wrong. */
function release(at: string, web: object, more: readonly object[] = []): Desired {
  const objects = [
    namespace(at),
    configMap(at, "settings", { level: "info" }),
    secret(at, "login", { password: "canary-of-failures" }),
    deployment(at, "steady"),
    web,
    ...more,
  ] as unknown as KubeObject[];
  return { release: { name: "shop", namespace: at }, wanted: objects.map(plainWanted), images: {} };
}

const knob = (name: string, value: string) => ({
  annotations: { [`slipway.test/${name}`]: value },
});
const containers = (rest: Record<string, unknown>) => ({ containers: [container(rest)] });

interface Case {
  readonly what: string;
  /** What goes wrong at the second deploy. */
  readonly web: (at: string) => object;
  readonly more?: (at: string) => readonly object[];
  /** What somebody else does to the cluster before the second deploy. */
  readonly given?: (at: string) => readonly Loose[];
  readonly reason: string;
  readonly says: RegExp;
  /** What else must be among the evidence. */
  readonly evidence?: (failure: Failure) => void;
}

const cases: readonly Case[] = [
  {
    what: "a bad image",
    web: (at) => deployment(at, "web", knob("image-missing", "app")),
    reason: "ImagePullBackOff",
    says: /registry\.example\.com\/app:1\.0 cannot be pulled: .*not found/,
  },
  {
    what: "a crash loop",
    web: (at) =>
      deployment(at, "web", {
        annotations: {
          "slipway.test/crash": "app",
          "slipway.test/log.app": "no route to the store",
        },
      }),
    reason: "CrashLoopBackOff",
    says: /container app exited with 1/,
    evidence: ({ logs }) => assert.match(JSON.stringify(logs), /no route to the store/),
  },
  {
    what: "a missing secret key",
    web: (at) => {
      const valueFrom = { secretKeyRef: { name: "login", key: "pasword" } };
      return deployment(at, "web", { pod: containers({ env: [{ name: "PASSWORD", valueFrom }] }) });
    },
    reason: "CreateContainerConfigError",
    says: /couldn't find key pasword in Secret/,
  },
  {
    what: "a quota too small",
    web: (at) => deployment(at, "web", knob("log", "new")),
    given: (at) => [
      {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { namespace: at, name: "small" },
        spec: { hard: { pods: "2" } },
      },
    ],
    reason: "QuotaExceeded",
    says: /exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2/,
  },
  {
    what: "a probe that never passes",
    web: (at) =>
      deployment(at, "web", {
        ...knob("not-ready", "app"),
        spec: { progressDeadlineSeconds: 4 },
        pod: containers({
          ports: [{ name: "http", containerPort: 80 }],
          readinessProbe: { httpGet: { port: "http", path: "/ready" } },
        }),
      }),
    reason: "ProgressDeadlineExceeded",
    says: /./,
    evidence: ({ probe }) => assert.match(probe ?? "", /GET :http\/ready/),
  },
  {
    what: "an unschedulable pod",
    web: (at) =>
      deployment(at, "web", { pod: containers({ resources: { requests: { cpu: "1k" } } }) }),
    reason: "Unschedulable",
    says: /Insufficient cpu/,
  },
  {
    what: "a claim that cannot bind",
    web: (at) =>
      deployment(at, "web", {
        pod: {
          ...containers({ volumeMounts: [{ name: "data", mountPath: "/data" }] }),
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
        },
      }),
    more: (at) => [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { namespace: at, name: "data" },
        spec: {
          storageClassName: "no-such-class",
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: "1Gi" } },
        },
      },
    ],
    reason: "ProvisioningFailed",
    says: /storageclass.*"no-such-class" not found/,
  },
];

describe("what goes wrong ends a deploy early", { skip: missing, concurrency: true }, () => {
  let cluster: Cluster;
  let webhook: Awaited<ReturnType<typeof refusingWebhook>>;
  before(async () => {
    cluster = await connect({ kubeconfig: plane!.kubeconfig });
    webhook = await refusingWebhook("images come from our own registry");
  });
  after(() => {
    cluster?.close();
    webhook?.close();
  });

  const deploy = (desired: Desired) =>
    deployTo(plane!.kubeconfig, desired, { graces: QUICK, timeout: TIMEOUT, skipPreflight: true });

  /** Asks for the end of a namespace, and does not wait for it. */
  const leave = (name: string) => remove(plane!, namespace(name));

  /** Brings up what is well. */
  const begin = async (at: string) => {
    const desired = release(at, deployment(at, "web"));
    const ran = await deploy(desired);
    assert.equal(ran.ended.outcome, "done", said(ran));
    return desired;
  };

  /** A deployment's own pods that are ready, of whatever revision. */
  const readyPods = async (at: string) => {
    const pods = { apiVersion: "v1", kind: "Pod", namespace: at, labels: "app in (web,steady)" };
    const { items } = await cluster.list(pods);
    return items.filter((pod) => JSON.stringify(pod.status).includes('"type":"Ready"')).length;
  };

  for (const [i, { what, web, more, given, reason, says, evidence }] of cases.entries()) {
    test(what, async () => {
      const at = `deploy-failure-${i}`;
      const well = await begin(at);
      await applyAll(plane!, given?.(at) ?? []);
      const earlier = await objectsOf(cluster, well);
      const ran = await deploy(release(at, web(at), more?.(at)));
      const { ended, events, seconds } = ran;
      assert.equal(ended.outcome, "failed", said(ran));
      assert.equal(exitCodeOf(ended), 3);
      assert.equal(ended.failures.length, 1, said(ran));
      const [failure] = ended.failures as [Failure];
      assert.deepEqual([failure.reason, said(ran).match(says) !== null], [reason, true], said(ran));
      assert.ok(failure.next.length > 0);
      evidence?.(failure);
      assert.ok(seconds < TIMEOUT / 2000, `it took ${seconds} s`);
      const told = events.filter(({ type }) => type !== "plan");
      assert.ok(!JSON.stringify(told).includes("canary-of-failures"));
      const now = await objectsOf(cluster, well);
      assert.deepEqual(changed(earlier, now), [keyOf(refOf(deployment(at, "web") as KubeObject))]);
      assert.ok((await readyPods(at)) >= 2, "what ran before serves on");
      await leave(at);
    });
  }

  test("a migration that fails", async () => {
    const at = "deploy-failure-migration";
    const well = await begin(at);
    const earlier = await objectsOf(cluster, well);
    const job = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { namespace: at, name: "migrate-2" },
      spec: {
        backoffLimit: 0,
        template: {
          metadata: {
            annotations: { "slipway.test/crash": "app", "slipway.test/log.app": "no such column" },
          },
          spec: { restartPolicy: "Never", containers: [container()] },
        },
      },
    } as unknown as KubeObject;
    const before = release(at, deployment(at, "web", knob("log", "new")), [job]);
    const migration = keyOf(refOf(job));
    const desired = {
      ...before,
      wanted: before.wanted.map((each) => ({
        ...each,
        isMigration: each.key === migration,
        after: each.object.metadata.name === "web" ? [migration] : [],
      })),
    };
    const ran = await deploy(desired);
    assert.equal(ran.ended.outcome, "failed", said(ran));
    assert.equal(exitCodeOf(ran.ended), 3);
    const [failure] = ran.ended.failures as [Failure];
    assert.equal(failure.ref.name, "migrate-2");
    assert.match(`${failure.reason}: ${failure.message}`, /container app exited with 1/);
    assert.ok(ran.events.some((event) => event.type === "log" && event.line === "no such column"));
    assert.deepEqual(changed(earlier, await objectsOf(cluster, well)), []);
    await leave(at);
  });

  const refusedBy = async (at: string, rule: object) => {
    const well = await begin(at);
    await applyAll(plane!, [webhook.configuration(at, at, rule)]);
    // The server reads its webhooks a moment later.
    await systemClock.sleep(1_500);
    const earlier = await objectsOf(cluster, well);
    const ran = await deploy(release(at, deployment(at, "web", knob("log", "new"))));
    await remove(plane!, webhook.configuration(at, at, rule));
    const now = await objectsOf(cluster, well);
    await leave(at);
    return { ran, changes: changed(earlier, now) };
  };

  test("a webhook that refuses the pods", async () => {
    const rule = {
      apiGroups: [""],
      apiVersions: ["v1"],
      operations: ["CREATE"],
      resources: ["pods"],
    };
    const { ran, changes } = await refusedBy("deploy-failure-pods", rule);
    assert.equal(ran.ended.outcome, "failed", said(ran));
    assert.equal(exitCodeOf(ran.ended), 3);
    assert.match(said(ran), /Deployment web: .*denied the request: images come from our own regi/);
    assert.equal(changes.length, 1);
  });

  test("a webhook that refuses the object stops before anything is written", async () => {
    const rule = {
      apiGroups: ["apps"],
      apiVersions: ["v1"],
      operations: ["UPDATE"],
      resources: ["deployments"],
    };
    const { ran, changes } = await refusedBy("deploy-failure-object", rule);
    assert.equal(ran.ended.outcome, "stopped", said(ran));
    assert.equal(exitCodeOf(ran.ended), 1);
    assert.match(said(ran), /denied the request: images come from our own registry/);
    assert.deepEqual(changes, []);
  });
});
