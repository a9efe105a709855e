import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { KubeObject } from "../../../src/client/object.ts";
import { readinessOf } from "../../../src/deploy/readiness/index.ts";

/** As kstatus says it. */
type Status = "Current" | "InProgress" | "Failed" | "Terminating";

const STATES = {
  ready: "Current",
  progressing: "InProgress",
  failed: "Failed",
  terminating: "Terminating",
} as const;

interface Case {
  readonly name: string;
  readonly object: KubeObject;
  readonly kstatus: Status;
  /** What we say where we differ, and why. */
  readonly ours?: readonly [Status, string];
}

function object(apiVersion: string, kind: string, rest: Record<string, unknown> = {}): KubeObject {
  const { generation = 1, ...fields } = rest;
  const metadata = { name: "test", namespace: "qual", generation: generation as number };
  return { apiVersion, kind, metadata, ...fields };
}

const pod = (status?: object) => object("v1", "Pod", status && { status });
const unscheduled = { type: "PodScheduled", status: "False", reason: "Unschedulable" };
const statefulSet = (status: object, replicas?: number) =>
  object("apps/v1", "StatefulSet", { ...(replicas && { spec: { replicas } }), status });
const daemonSet = (status: object, generation = 1) =>
  object("apps/v1", "DaemonSet", { status, generation });
const nodes = {
  desiredNumberScheduled: 4,
  currentNumberScheduled: 4,
  updatedNumberScheduled: 4,
  numberAvailable: 4,
  numberReady: 4,
  observedGeneration: 1,
};
const one = {
  observedGeneration: 1,
  updatedReplicas: 1,
  readyReplicas: 1,
  availableReplicas: 1,
  replicas: 1,
};
const condition = (type: string, status: string, reason?: string) => ({
  type,
  status,
  ...(reason && { reason }),
});
const deployment = (conditions: object[], spec?: object) =>
  object("apps/v1", "Deployment", { ...(spec && { spec }), status: { ...one, conditions } });
const replicaSet = (status: object, replicas = 4) =>
  object("apps/v1", "ReplicaSet", {
    spec: { replicas },
    status: {
      observedGeneration: 1,
      replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      fullyLabeledReplicas: replicas,
      ...status,
    },
  });
const job = (spec?: object, status?: object) =>
  object("batch/v1", "Job", { ...(spec && { spec }), ...(status && { status }) });
const custom = (status?: object, generation = 1) =>
  object("something/v1", "MyCR", { generation, ...(status && { status }) });
const definition = (...conditions: object[]) =>
  object("apiextensions.k8s.io/v1", "CustomResourceDefinition", { status: { conditions } });
const service = (spec?: object) => object("v1", "Service", spec && { spec });
const judged = "whether it is lost is judged with its events and a clock, by the doom";

/** The cases of pkg/kstatus/status/status_compute_test.go, by their names there. */
const cases: readonly Case[] = [
  { name: "podNoStatus", object: pod(), kstatus: "InProgress" },
  {
    name: "podReady",
    object: pod({ phase: "Running", conditions: [condition("Ready", "True")] }),
    kstatus: "Current",
  },
  {
    name: "podCompletedOK",
    object: pod({ phase: "Succeeded", conditions: [condition("Ready", "False")] }),
    kstatus: "Current",
  },
  {
    name: "podCompletedFail",
    object: pod({ phase: "Failed", conditions: [condition("Ready", "False")] }),
    kstatus: "Current",
    ours: ["Failed", "it failed"],
  },
  {
    name: "podUnschedulable",
    object: pod({ phase: "Pending", conditions: [unscheduled] }),
    kstatus: "Failed",
    ours: ["InProgress", judged],
  },
  {
    name: "podCrashLooping",
    object: pod({
      phase: "Running",
      conditions: [unscheduled],
      containerStatuses: [{ name: "nginx", state: { waiting: { reason: "CrashLoopBackOff" } } }],
    }),
    kstatus: "Failed",
    ours: ["InProgress", judged],
  },
  { name: "pvcNoStatus", object: object("v1", "PersistentVolumeClaim"), kstatus: "InProgress" },
  {
    name: "pvcBound",
    object: object("v1", "PersistentVolumeClaim", { status: { phase: "Bound" } }),
    kstatus: "Current",
  },
  { name: "stsNoStatus", object: object("apps/v1", "StatefulSet"), kstatus: "InProgress" },
  {
    name: "stsBadStatus",
    object: statefulSet({ observedGeneration: 1, currentReplicas: 1 }),
    kstatus: "InProgress",
  },
  ...(
    [
      ["stsOK", 4, 4, 4, "Current"],
      ["stsLessReady", 4, 2, 4, "InProgress"],
      ["stsLessCurrent", 2, 4, 4, "InProgress"],
      ["stsExtraPods", 4, 4, 8, "InProgress"],
    ] as const
  ).map(([name, currentReplicas, readyReplicas, replicas, kstatus]) => ({
    name,
    object: statefulSet({ observedGeneration: 1, currentReplicas, readyReplicas, replicas }, 4),
    kstatus,
  })),
  { name: "dsNoStatus", object: object("apps/v1", "DaemonSet"), kstatus: "InProgress" },
  {
    name: "dsBadStatus",
    object: daemonSet({ observedGeneration: 1, currentReplicas: 1 }),
    kstatus: "InProgress",
  },
  { name: "dsOK", object: daemonSet(nodes), kstatus: "Current" },
  { name: "dsDifferentGeneration", object: daemonSet(nodes, 2), kstatus: "InProgress" },
  { name: "dsLessReady", object: daemonSet({ ...nodes, numberReady: 2 }), kstatus: "InProgress" },
  {
    name: "dsLessAvailable",
    object: daemonSet({ ...nodes, numberAvailable: 2 }),
    kstatus: "InProgress",
  },
  { name: "depNoStatus", object: object("apps/v1", "Deployment"), kstatus: "InProgress" },
  {
    name: "depOK",
    object: deployment([
      condition("Progressing", "True", "NewReplicaSetAvailable"),
      condition("Available", "True"),
    ]),
    kstatus: "Current",
  },
  {
    name: "depNotProgressing",
    object: deployment(
      [condition("Progressing", "False", "Some reason"), condition("Available", "True")],
      { progressDeadlineSeconds: 45 },
    ),
    kstatus: "InProgress",
  },
  {
    name: "depNoProgressDeadlineSeconds",
    object: deployment([condition("Available", "True")]),
    kstatus: "Current",
  },
  {
    name: "depNotAvailable",
    object: deployment([
      condition("Progressing", "True", "NewReplicaSetAvailable"),
      condition("Available", "False"),
    ]),
    kstatus: "InProgress",
  },
  { name: "rsNoStatus", object: object("apps/v1", "ReplicaSet"), kstatus: "InProgress" },
  {
    name: "rsOK1",
    object: replicaSet({ conditions: [condition("ReplicaFailure", "False")] }, 2),
    kstatus: "Current",
  },
  { name: "rsOK2", object: replicaSet({}, 2), kstatus: "Current" },
  { name: "rsLessReady", object: replicaSet({ readyReplicas: 2 }), kstatus: "InProgress" },
  { name: "rsLessAvailable", object: replicaSet({ availableReplicas: 2 }), kstatus: "InProgress" },
  {
    name: "rsReplicaFailure",
    object: replicaSet({ conditions: [condition("ReplicaFailure", "True")] }),
    kstatus: "InProgress",
  },
  {
    name: "pdbNotObserved",
    object: object("policy/v1", "PodDisruptionBudget", {
      generation: 2,
      status: { observedGeneration: 1 },
    }),
    kstatus: "InProgress",
  },
  {
    name: "pdbObserved",
    object: object("policy/v1", "PodDisruptionBudget", { status: { observedGeneration: 1 } }),
    kstatus: "Current",
  },
  { name: "crdNoStatus", object: custom(), kstatus: "Current" },
  {
    name: "crdReady",
    object: custom({ conditions: [condition("Ready", "True", "AllOk")] }),
    kstatus: "Current",
  },
  {
    name: "crdNotReady",
    object: custom({ observedGeneration: 1, conditions: [condition("Ready", "False")] }),
    kstatus: "InProgress",
  },
  {
    name: "crdNoCondition",
    object: custom({ conditions: [condition("SomeCondition", "False")] }),
    kstatus: "Current",
  },
  {
    name: "crdMismatchStatusGeneration",
    object: custom({ observedGeneration: 1 }, 2),
    kstatus: "InProgress",
  },
  { name: "jobNoStatus", object: job(), kstatus: "InProgress" },
  {
    name: "jobComplete",
    object: job(undefined, { succeeded: 1, conditions: [condition("Complete", "True")] }),
    kstatus: "Current",
  },
  {
    name: "jobFailed",
    object: job({ completions: 4 }, { conditions: [condition("Failed", "True", "JobFailed")] }),
    kstatus: "Failed",
  },
  {
    name: "jobInProgress",
    object: job(
      { completions: 10, parallelism: 2 },
      {
        startTime: "2019-06-04T01:17:13Z",
        succeeded: 3,
        failed: 1,
        active: 2,
        conditions: [condition("Failed", "False"), condition("Complete", "False")],
      },
    ),
    kstatus: "Current",
    ours: ["InProgress", "a Job is there for what it does, not for that it runs"],
  },
  { name: "cronjobNoStatus", object: object("batch/v1", "CronJob"), kstatus: "Current" },
  { name: "serviceDefault", object: service(), kstatus: "Current" },
  { name: "serviceNodePort", object: service({ type: "NodePort" }), kstatus: "Current" },
  {
    name: "serviceLBok",
    object: service({ type: "LoadBalancer", clusterIP: "1.2.3.4" }),
    kstatus: "Current",
  },
  {
    name: "serviceLBnok",
    object: service({ type: "LoadBalancer" }),
    kstatus: "InProgress",
    ours: ["Current", "Services hold nothing up"],
  },
  { name: "crdNoConditions", object: definition(), kstatus: "InProgress" },
  {
    name: "crdInstalling",
    object: definition(
      condition("NamesAccepted", "True", "NoConflicts"),
      condition("Established", "False", "Installing"),
    ),
    kstatus: "InProgress",
  },
  {
    name: "crdNamesNotAccepted",
    object: definition(condition("NamesAccepted", "False", "SomeReason")),
    kstatus: "Failed",
  },
  {
    name: "crdEstablished",
    object: definition(
      condition("NamesAccepted", "True", "NoConflicts"),
      condition("Established", "True", "InitialNamesAccepted"),
    ),
    kstatus: "Current",
  },
];

describe("readiness, as kstatus has it in its own tests", () => {
  for (const { name, object, kstatus, ours } of cases) {
    const differs = ours ? `, not ${kstatus}: ${ours[1]}` : "";
    test(`${name}: ${ours?.[0] ?? kstatus}${differs}`, () => {
      assert.equal(STATES[readinessOf(object).state], ours?.[0] ?? kstatus);
    });
  }
});
