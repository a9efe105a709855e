import { each, GLOBAL, META, type Sample, SELECTOR } from "./sample.ts";

const TARGET = { apiVersion: "apps/v1", kind: "Deployment", name: "d" };

export const POLICY: Sample[] = [
  ...each("autoscaling/v2", "HorizontalPodAutoscaler", [
    { scaleTargetRef: TARGET, maxReplicas: 3 },
    {
      scaleTargetRef: TARGET,
      maxReplicas: 3,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 1 } },
        },
      ],
    },
    { scaleTargetRef: TARGET, maxReplicas: 3, behavior: {} },
    {
      scaleTargetRef: TARGET,
      maxReplicas: 3,
      behavior: { scaleUp: {}, scaleDown: {} },
    },
    {
      scaleTargetRef: TARGET,
      maxReplicas: 3,
      behavior: { scaleDown: { policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] } },
    },
  ]),
  ...each("autoscaling/v1", "HorizontalPodAutoscaler", [
    { scaleTargetRef: TARGET, maxReplicas: 3 },
  ]),
  ...each("resource.k8s.io/v1", "ResourceClaim", [
    {
      devices: {
        requests: [
          { name: "a", exactly: { deviceClassName: "d", tolerations: [{ key: "k" }] } },
          { name: "b", firstAvailable: [{ name: "c", deviceClassName: "d" }] },
        ],
      },
    },
    {
      devices: {
        requests: [
          { name: "a", exactly: { deviceClassName: "d", allocationMode: "All" } },
          {
            name: "b",
            firstAvailable: [{ name: "c", deviceClassName: "d", allocationMode: "All" }],
          },
        ],
      },
    },
  ]),
  ...each("policy/v1", "PodDisruptionBudget", [{ selector: SELECTOR, minAvailable: 1 }]),
  { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: GLOBAL, value: 1 },
  ...each("v1", "ResourceQuota", [{ hard: { cpu: "1" } }]),
  ...each("v1", "LimitRange", [
    { limits: [{ type: "Container", max: { cpu: "2" } }] },
    { limits: [{ type: "Container", default: { cpu: "2" } }] },
    { limits: [{ type: "Container", default: { cpu: "2" }, max: { memory: "1Gi" } }] },
    { limits: [{ type: "Container", min: { cpu: "1" } }] },
  ]),
  { apiVersion: "v1", kind: "Namespace", metadata: GLOBAL },
  { apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", metadata: GLOBAL, handler: "h" },
  ...each(
    "flowcontrol.apiserver.k8s.io/v1",
    "FlowSchema",
    [{ priorityLevelConfiguration: { name: "p" } }],
    GLOBAL,
  ),
  ...each(
    "flowcontrol.apiserver.k8s.io/v1",
    "PriorityLevelConfiguration",
    [
      { type: "Limited", limited: { limitResponse: { type: "Reject" } } },
      { type: "Limited", limited: { limitResponse: { type: "Queue", queuing: {} } } },
    ],
    GLOBAL,
  ),
];

export const PLAIN: Sample[] = [
  { apiVersion: "v1", kind: "ConfigMap", metadata: META, data: { a: "b" } },
  { apiVersion: "v1", kind: "Secret", metadata: META, data: { a: "Yg==" } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: META },
  { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: META, spec: {} },
];
