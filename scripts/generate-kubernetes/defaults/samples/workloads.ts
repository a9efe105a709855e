import { POD_SPECS } from "./pods.ts";
import { CLAIM, each, LABELS, META, type Sample, SELECTOR } from "./sample.ts";

const SPEC = POD_SPECS[0]!;
const TEMPLATE = template(SPEC);

function template(spec: Record<string, unknown>) {
  return { metadata: { labels: LABELS }, spec };
}

export const WORKLOADS: Sample[] = [
  ...each("v1", "Pod", POD_SPECS),
  ...each("v1", "Pod", [{ ...SPEC, restartPolicy: "Never" }]),
  ...each(
    "apps/v1",
    "Deployment",
    POD_SPECS.map((spec) => ({ selector: SELECTOR, template: template(spec) })),
  ),
  ...each(
    "apps/v1",
    "Deployment",
    [
      { strategy: { type: "Recreate" } },
      { strategy: { type: "RollingUpdate" } },
      { strategy: { rollingUpdate: { maxSurge: 1 } } },
      { strategy: { rollingUpdate: { maxUnavailable: 1 } } },
    ].map((more) => ({ selector: SELECTOR, template: TEMPLATE, ...more })),
  ),
  ...each(
    "apps/v1",
    "StatefulSet",
    POD_SPECS.map((spec) => ({ selector: SELECTOR, template: template(spec) })),
  ),
  ...each(
    "apps/v1",
    "StatefulSet",
    [
      { serviceName: "s", volumeClaimTemplates: [{ metadata: { name: "data" }, spec: CLAIM }] },
      { updateStrategy: {} },
      { updateStrategy: { type: "OnDelete" } },
      { updateStrategy: { type: "RollingUpdate" } },
      { updateStrategy: { rollingUpdate: {} } },
      { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 1 } } },
      { updateStrategy: { type: "RollingUpdate", rollingUpdate: {} } },
      { persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" } },
      { persistentVolumeClaimRetentionPolicy: { whenScaled: "Delete" } },
      { ordinals: { start: 1 } },
    ].map((more) => ({ selector: SELECTOR, template: TEMPLATE, ...more })),
  ),
  ...each(
    "apps/v1",
    "DaemonSet",
    POD_SPECS.map((spec) => ({ selector: SELECTOR, template: template(spec) })),
  ),
  ...each(
    "apps/v1",
    "DaemonSet",
    [
      { updateStrategy: { type: "OnDelete" } },
      { updateStrategy: { type: "RollingUpdate" } },
      { updateStrategy: { rollingUpdate: {} } },
      { updateStrategy: { rollingUpdate: { maxUnavailable: 2 } } },
      { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } },
    ].map((more) => ({ selector: SELECTOR, template: TEMPLATE, ...more })),
  ),
  ...each("apps/v1", "ReplicaSet", [{ selector: SELECTOR, template: TEMPLATE }]),
  ...each("v1", "ReplicationController", [{ selector: LABELS, template: TEMPLATE }]),
  { apiVersion: "v1", kind: "PodTemplate", metadata: META, template: TEMPLATE },
  ...each("batch/v1", "Job", jobs()),
  ...each(
    "batch/v1",
    "CronJob",
    jobs().map((spec) => ({ schedule: "@daily", jobTemplate: { spec } })),
  ),
  // Without metadata: of a Job itself, the server would fill in labels.
  ...each("batch/v1", "CronJob", [
    {
      schedule: "@daily",
      jobTemplate: { spec: { template: { spec: { ...SPEC, restartPolicy: "Never" } } } },
    },
  ]),
];

function jobs() {
  const once = template({ ...SPEC, restartPolicy: "Never" });
  const rule = { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget" }] };
  return [
    { template: once },
    { template: template({ ...POD_SPECS[1]!, restartPolicy: "OnFailure" }) },
    { template: once, completions: 3 },
    { template: once, parallelism: 3 },
    { template: once, completions: 3, completionMode: "Indexed", backoffLimitPerIndex: 1 },
    { template: once, podFailurePolicy: { rules: [rule] } },
  ];
}
