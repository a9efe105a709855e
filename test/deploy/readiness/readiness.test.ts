import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { awaitsConsumer } from "../../../src/deploy/readiness/claim.ts";
import { type Beside, verdictOf } from "../../../src/deploy/readiness/index.ts";
import { hasWorked } from "../../../src/deploy/readiness/job.ts";
import { unreachableOf } from "../../../src/deploy/readiness/unreachable.ts";

type Parts = { metadata?: object; spec?: object; status?: object };

function object(type: string, { metadata, ...rest }: Parts = {}): KubeObject {
  const slash = type.lastIndexOf("/");
  const [apiVersion, kind] = [type.slice(0, slash), type.slice(slash + 1)];
  return {
    apiVersion,
    kind,
    metadata: { name: "x", namespace: "n", generation: 2, ...metadata },
    ...rest,
  };
}

function condition(type: string, status: string, reason = "", message = "", generation?: number) {
  return { type, status, reason, message, ...(generation && { observedGeneration: generation }) };
}

/** `state`, `state: message`, and `failed REASON: message`. */
function said(given: KubeObject, beside?: Beside): string {
  const verdict = verdictOf(given, beside);
  const reason = verdict.state === "failed" ? ` ${verdict.reason}` : "";
  const trouble = verdict.trouble ? ` (${verdict.trouble.reason}, ${verdict.trouble.grace})` : "";
  return `${verdict.state}${reason}${"message" in verdict ? `: ${verdict.message}` : ""}${trouble}`;
}

const deployment = (status: object, spec: object = {}) =>
  object("apps/v1/Deployment", {
    spec: { replicas: 2, progressDeadlineSeconds: 600, ...spec },
    status: {
      observedGeneration: 2,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      conditions: [
        condition("Available", "True"),
        condition("Progressing", "True", "NewReplicaSetAvailable"),
      ],
      ...status,
    },
  });
const set = (status: object, spec: object = {}) =>
  object("apps/v1/StatefulSet", {
    spec: { replicas: 3, ...spec },
    status: {
      observedGeneration: 2,
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      currentRevision: "a",
      updateRevision: "a",
      ...status,
    },
  });
const onDelete = { updateStrategy: { type: "OnDelete" } };
const partition = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } };
const daemons = object("apps/v1/DaemonSet", {
  status: {
    observedGeneration: 2,
    desiredNumberScheduled: 3,
    currentNumberScheduled: 3,
    updatedNumberScheduled: 2,
    numberReady: 2,
    numberAvailable: 2,
  },
});
const claim = (status: object) =>
  object("v1/PersistentVolumeClaim", {
    spec: { storageClassName: "late", resources: { requests: { storage: "2Gi" } } },
    status,
  });
const autoscaler = (...conditions: object[]) =>
  object("autoscaling/v2/HorizontalPodAutoscaler", { status: { conditions } });
const able = condition("AbleToScale", "True", "SucceededGetScale");
const withConditions = (type: string, ...conditions: object[]) =>
  object(type, { status: { conditions } });
const certificate = "cert-manager.io/v1/Certificate";
const externalSecret = "external-secrets.io/v1/ExternalSecret";
const cluster = (status: object) =>
  object("postgresql.cnpg.io/v1/Cluster", { spec: { instances: 3 }, status });

const table: readonly (readonly [
  what: string,
  given: KubeObject,
  says: string,
  beside?: Beside,
])[] = [
  ["a whole Deployment", deployment({}), "ready"],
  [
    "one whose controller has not seen the change",
    deployment({ observedGeneration: 1 }),
    "progressing: its controller has not seen its last change yet",
  ],
  [
    "one that is being deleted, and held",
    object("apps/v1/Deployment", {
      metadata: { deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["a/b"] },
    }),
    "terminating: it is being deleted, held by a/b",
  ],
  ["old pods left", deployment({ replicas: 3 }), "progressing: 1 of an older revision still run"],
  [
    "not updated",
    deployment({ updatedReplicas: 1 }),
    "progressing: 1 of 2 pods are of the new revision",
  ],
  ["not ready", deployment({ readyReplicas: 0 }), "progressing: 0 of 2 pods are ready"],
  ["not available", deployment({ availableReplicas: 1 }), "progressing: 1 of 2 pods are available"],
  [
    "paused before it rolled out",
    deployment({ updatedReplicas: 0 }, { paused: true }),
    "failed Paused: its rollout is paused (spec.paused), and 0 of 2 pods are of the new revision",
  ],
  [
    "paused when all was done",
    deployment(
      {
        conditions: [
          condition("Available", "True"),
          condition("Progressing", "Unknown", "DeploymentPaused"),
        ],
      },
      { paused: true },
    ),
    "ready",
  ],
  [
    "pods refused",
    deployment({
      updatedReplicas: 0,
      conditions: [condition("ReplicaFailure", "True", "FailedCreate", "exceeded quota")],
    }),
    "progressing: 0 of 2 pods are of the new revision: exceeded quota",
  ],
  [
    "deadline exceeded",
    deployment({
      conditions: [condition("Progressing", "False", "ProgressDeadlineExceeded", "too slow")],
    }),
    "failed ProgressDeadlineExceeded: too slow",
  ],
  [
    "scaled to nothing",
    deployment(
      { replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0 },
      { replicas: 0 },
    ),
    "ready",
  ],
  ["a whole StatefulSet", set({}), "ready"],
  [
    "one in an update",
    set({ updateRevision: "b", updatedReplicas: 1 }),
    "progressing: 1 of 3 pods are of the new revision",
  ],
  [
    "minReadySeconds",
    set({ availableReplicas: 1 }, { minReadySeconds: 10 }),
    "progressing: 1 of 3 pods are available",
  ],
  [
    "a partition that is done",
    set({ updateRevision: "b", updatedReplicas: 2 }, partition),
    "ready",
  ],
  [
    "a partition",
    set({ updateRevision: "b", updatedReplicas: 1 }, partition),
    "progressing: 1 of 2 pods are of the new revision (partition 1)",
  ],
  [
    "OnDelete",
    set({ updateRevision: "b", updatedReplicas: 1 }, onDelete),
    "progressing: 1 of 3 pods are of the new revision; with the strategy OnDelete the others are replaced when somebody deletes them",
  ],
  ["OnDelete, all replaced", set({ updateRevision: "b" }, onDelete), "ready"],
  ["a DaemonSet with a node to go", daemons, "progressing: 2 of 3 pods are of the new revision"],
  ["the same, that node being dead", daemons, "ready", { unreachable: 1 }],
  ["all nodes dead but for one", daemons, "ready", { unreachable: 9 }],
  [
    "a Job in its second try",
    object("batch/v1/Job", { status: { startTime: "2026-01-01T00:00:00Z", active: 1, failed: 1 } }),
    "progressing: 0 of 1 completed, 1 failed",
  ],
  [
    "a Job that failed",
    withConditions(
      "batch/v1/Job",
      condition("Failed", "True", "BackoffLimitExceeded", "too often"),
    ),
    "failed BackoffLimitExceeded: too often",
  ],
  [
    "a suspended Job",
    object("batch/v1/Job", { spec: { suspend: true } }),
    "failed Suspended: it is suspended (spec.suspend) and does not run by itself",
  ],
  [
    "a queued Job",
    object("batch/v1/Job", {
      metadata: { labels: { "kueue.x-k8s.io/queue-name": "q" } },
      spec: { suspend: true },
    }),
    "progressing: it is queued",
  ],
  ["a CronJob", object("batch/v1/CronJob"), "ready"],
  [
    "a pod that failed",
    object("v1/Pod", {
      status: {
        phase: "Failed",
        containerStatuses: [{ name: "app", state: { terminated: { exitCode: 3 } } }],
      },
    }),
    "failed PodFailed: app exited with 3",
  ],
  [
    "a pod that cannot be placed",
    object("v1/Pod", {
      status: {
        phase: "Pending",
        conditions: [condition("PodScheduled", "False", "Unschedulable", "0/3 nodes")],
      },
    }),
    "progressing: 0/3 nodes",
  ],
  [
    "a pod whose init container waits",
    object("v1/Pod", {
      status: {
        phase: "Pending",
        initContainerStatuses: [{ name: "first", state: { waiting: { reason: "ErrImagePull" } } }],
        containerStatuses: [{ name: "app", state: { waiting: { reason: "PodInitializing" } } }],
      },
    }),
    "progressing: first: ErrImagePull",
  ],
  ["a claim", claim({ phase: "Pending" }), "progressing: it is not bound yet"],
  [
    "a claim that waits for its pod",
    claim({ phase: "Pending" }),
    "ready",
    { awaitsConsumer: true },
  ],
  ["a lost claim", claim({ phase: "Lost" }), "failed ClaimLost: its volume is gone"],
  [
    "a claim that grows",
    claim({ phase: "Bound", capacity: { storage: "1Gi" } }),
    "progressing: it grows from 1Gi to 2Gi",
  ],
  [
    "a claim that grows with its next pod",
    claim({
      phase: "Bound",
      capacity: { storage: "1Gi" },
      conditions: [condition("FileSystemResizePending", "True")],
    }),
    "ready",
  ],
  ["a claim of a larger volume", claim({ phase: "Bound", capacity: { storage: "10Gi" } }), "ready"],
  [
    "a load balancer without an address",
    object("v1/Service", { spec: { type: "LoadBalancer" } }),
    "ready",
  ],
  ["an Ingress without an address", object("networking.k8s.io/v1/Ingress"), "ready"],
  [
    "an API that nobody answers for",
    withConditions(
      "apiregistration.k8s.io/v1/APIService",
      condition("Available", "False", "MissingEndpoints", "no endpoints"),
    ),
    "progressing: no endpoints",
  ],
  ["a Namespace", object("v1/Namespace", { status: { phase: "Active" } }), "ready"],
  [
    "an autoscaler nobody looked at",
    autoscaler(),
    "progressing: its controller has not looked at it yet",
  ],
  [
    "an autoscaler that works",
    autoscaler(able, condition("ScalingActive", "True", "ValidMetricFound")),
    "ready",
  ],
  [
    "an autoscaler of a target at zero",
    autoscaler(able, condition("ScalingActive", "False", "ScalingDisabled")),
    "ready",
  ],
  [
    "an autoscaler that shares its pods",
    autoscaler(able, condition("ScalingActive", "False", "AmbiguousSelector", "two select them")),
    "failed AmbiguousSelector: two select them",
  ],
  [
    "an autoscaler without a target",
    autoscaler(condition("AbleToScale", "False", "FailedGetScale", "not found")),
    "progressing: not found (FailedGetScale, controller)",
  ],
  [
    "an autoscaler without metrics",
    autoscaler(
      able,
      condition("ScalingActive", "False", "FailedGetResourceMetric", "missing request for cpu"),
    ),
    "progressing: missing request for cpu (FailedGetResourceMetric, metrics)",
  ],
  [
    "an autoscaler whose pods are not there",
    autoscaler(
      able,
      condition(
        "ScalingActive",
        "False",
        "FailedGetResourceMetric",
        "no metrics returned from resource metrics API",
      ),
    ),
    "progressing: no metrics returned from resource metrics API",
  ],
  [
    "a budget that could not be counted",
    object("policy/v1/PodDisruptionBudget", {
      status: {
        observedGeneration: 2,
        conditions: [condition("DisruptionAllowed", "False", "SyncFailed", "no scale")],
      },
    }),
    "progressing: no scale",
  ],
  [
    "Stalled",
    withConditions(
      "example.com/v1/Thing",
      condition("Ready", "True"),
      condition("Stalled", "True", "Broken", "for good"),
    ),
    "failed Broken: for good",
  ],
  [
    "Reconciling",
    withConditions("example.com/v1/Thing", condition("Reconciling", "True", "", "step 2")),
    "progressing: step 2",
  ],
  [
    "Ready of the generation before",
    withConditions("example.com/v1/Thing", condition("Ready", "True", "", "", 1)),
    "progressing: its controller has not seen its last change yet",
  ],
  [
    "a Certificate",
    withConditions(certificate, condition("Ready", "True", "Ready", "", 2)),
    "ready",
  ],
  [
    "a Certificate nobody looked at",
    object(certificate),
    "progressing: cert-manager has not looked at it yet",
  ],
  [
    "a Certificate that could not be issued",
    withConditions(
      certificate,
      condition("Ready", "False", "DoesNotExist"),
      condition("Issuing", "False", "Failed", "refused", 2),
    ),
    "failed IssuanceFailed: refused",
  ],
  [
    "an ExternalSecret with an error",
    withConditions(externalSecret, condition("Ready", "False", "SecretSyncedError", "no such key")),
    "progressing: no such key (SecretSyncedError, controller)",
  ],
  [
    "an ExternalSecret of the generation before",
    object(externalSecret, {
      status: {
        syncedResourceVersion: "1-abc",
        conditions: [condition("Ready", "True", "SecretSynced")],
      },
    }),
    "progressing: the Secret is not of its last change yet",
  ],
  [
    "a Cluster of PostgreSQL that starts",
    cluster({ phase: "Setting up primary", readyInstances: 1 }),
    "progressing: 1 of 3 instances are ready: Setting up primary",
  ],
  [
    "a Cluster that is lost",
    cluster({
      phase: "Cluster is unrecoverable and needs manual intervention",
      phaseReason: "no volumes",
    }),
    "failed Unrecoverable: Cluster is unrecoverable and needs manual intervention: no volumes",
  ],
  [
    "a Cluster that runs",
    cluster({
      phase: "Cluster in healthy state",
      readyInstances: 3,
      conditions: [condition("Ready", "True")],
    }),
    "ready",
  ],
  [
    "a SealedSecret that no key opens",
    object("bitnami.com/v1alpha1/SealedSecret", {
      status: {
        observedGeneration: 2,
        conditions: [condition("Synced", "False", "", "no key could decrypt secret")],
      },
    }),
    "failed NotUnsealed: no key could decrypt secret",
  ],
  [
    "a Gateway that nobody has judged",
    withConditions(
      "gateway.networking.k8s.io/v1/Gateway",
      condition("Accepted", "Unknown", "Pending"),
    ),
    "ready",
  ],
  [
    "a route whose Service is missing",
    object("gateway.networking.k8s.io/v1/HTTPRoute", {
      status: {
        parents: [
          {
            conditions: [condition("ResolvedRefs", "False", "BackendNotFound", "no Service x", 2)],
          },
        ],
      },
    }),
    "progressing: no Service x (BackendNotFound, controller)",
  ],
];

describe("readiness", () => {
  for (const [what, given, says, beside] of table) {
    test(`${what}: ${says}`, () => assert.equal(said(given, beside), says));
  }

  test("a claim awaits its consumer where its class does, until a pod uses it", () => {
    const late = { ...object("storage.k8s.io/v1/StorageClass"), metadata: { name: "late" } };
    const classes = [{ ...late, volumeBindingMode: "WaitForFirstConsumer" }];
    const mine = claim({ phase: "Pending" });
    const user = object("v1/Pod", {
      spec: { volumes: [{ name: "v", persistentVolumeClaim: { claimName: "x" } }] },
    });
    assert.equal(awaitsConsumer(mine, [], []), false);
    assert.equal(awaitsConsumer(mine, classes, []), true);
    assert.equal(awaitsConsumer(mine, classes, [user]), false);
    assert.equal(
      awaitsConsumer(mine, classes, [{ ...user, status: { phase: "Succeeded" } }]),
      true,
    );
  });

  test("pods of a DaemonSet on nodes that do not answer are counted", () => {
    const node = (name: string, status: string) =>
      object("v1/Node", {
        metadata: { name },
        status: { conditions: [condition("Ready", status)] },
      });
    const nodes = [node("a", "True"), node("b", "Unknown")];
    const own = { ownerReferences: [{ uid: "u" }] };
    const pods = ["a", "b"].map((nodeName) =>
      object("v1/Pod", { metadata: own, spec: { nodeName } }),
    );
    const owner = object("apps/v1/DaemonSet", { metadata: { uid: "u" } });
    assert.equal(unreachableOf(owner, pods, nodes), 1);
  });
});

describe("a Job has worked when as many pods succeeded as it asks for", () => {
  const pod = (phase: string, finishedAt = "2026-01-01T00:00:30Z") =>
    object("v1/Pod", {
      status: { phase, containerStatuses: [{ state: { terminated: { finishedAt } } }] },
    });
  const job = (spec: object, status: object = { startTime: "2026-01-01T00:00:00Z" }) =>
    object("batch/v1/Job", { spec, status });
  const cases: [string, KubeObject, KubeObject[], boolean][] = [
    ["one, by default", job({}), [pod("Failed"), pod("Succeeded")], true],
    ["none yet", job({}), [pod("Failed"), pod("Running")], false],
    ["fewer than asked", job({ completions: 2 }), [pod("Succeeded"), pod("Running")], false],
    ["all of them", job({ completions: 2 }), [pod("Succeeded"), pod("Succeeded")], true],
    ["by index", job({ completionMode: "Indexed" }), [pod("Succeeded")], false],
    ["a queue of work", job({ parallelism: 2 }), [pod("Succeeded")], false],
    ["well in time", job({ activeDeadlineSeconds: 60 }), [pod("Succeeded")], true],
    ["near its deadline", job({ activeDeadlineSeconds: 35 }), [pod("Succeeded")], false],
    ["not started", job({}, {}), [pod("Succeeded")], false],
  ];
  for (const [name, given, pods, is] of cases)
    test(name, () => assert.equal(hasWorked(given, pods), is));
});
