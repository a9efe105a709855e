import { POD_SPECS } from "./pod-samples.ts";

/** An object to send to the server. */
export interface Sample {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

const LABELS = { app: "a" };
const SELECTOR = { matchLabels: LABELS };
const META = { name: "sample", namespace: "default" };
const GLOBAL = { name: "sample" };
const SPEC = POD_SPECS[0]!;
const TEMPLATE = template(SPEC);
const CLAIM = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

function template(spec: Record<string, unknown>) {
  return { metadata: { labels: LABELS }, spec };
}

function each(
  apiVersion: string,
  kind: string,
  specs: readonly unknown[],
  metadata = META as object,
): Sample[] {
  return specs.map((spec) => ({ apiVersion, kind, metadata, spec }) as unknown as Sample);
}

const TARGET = { apiVersion: "apps/v1", kind: "Deployment", name: "d" };

const WORKLOADS: Sample[] = [
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

const NETWORK: Sample[] = [
  ...each("v1", "Service", [
    { selector: LABELS, ports: [{ port: 80 }] },
    {
      selector: LABELS,
      ports: [{ port: 80, targetPort: "http" }],
      type: "ClusterIP",
      clusterIP: "None",
    },
    { selector: LABELS, clusterIP: "None" },
    { selector: LABELS, ports: [{ port: 80 }], type: "NodePort" },
    { selector: LABELS, ports: [{ port: 80 }], type: "LoadBalancer" },
    { type: "ExternalName", externalName: "a.example" },
    { selector: LABELS, ports: [{ port: 80 }], externalIPs: ["203.0.113.1"] },
    {
      selector: LABELS,
      ports: [{ port: 80 }],
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: {},
    },
    { selector: LABELS, ports: [{ port: 80 }], sessionAffinity: "ClientIP" },
    {
      selector: LABELS,
      ports: [{ port: 80 }],
      sessionAffinity: "ClientIP",
      sessionAffinityConfig: { clientIP: {} },
    },
  ]),
  ...each("networking.k8s.io/v1", "Ingress", [
    { defaultBackend: { service: { name: "s", port: { number: 80 } } } },
    {
      rules: [
        {
          host: "a.example",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "s", port: { name: "http" } } },
              },
            ],
          },
        },
      ],
      tls: [{ hosts: ["a.example"] }],
    },
  ]),
  ...each(
    "networking.k8s.io/v1",
    "IngressClass",
    [
      { controller: "a.example/b" },
      { controller: "a.example/b", parameters: { kind: "ConfigMap", name: "c" } },
    ],
    GLOBAL,
  ),
  ...each("networking.k8s.io/v1", "NetworkPolicy", [
    { podSelector: {} },
    { podSelector: {}, ingress: [{ ports: [{ port: 80 }], from: [{ podSelector: {} }] }] },
    {
      podSelector: {},
      egress: [{ ports: [{ port: 80, endPort: 90 }], to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
    },
    { podSelector: {}, ingress: [{}], egress: [{}] },
    { podSelector: {}, policyTypes: ["Egress"], egress: [{}] },
  ]),
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: META,
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.1.2.3"] }],
    ports: [{ port: 80 }],
  },
  {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: META,
    subsets: [{ addresses: [{ ip: "10.1.2.3" }], ports: [{ port: 80 }] }],
  },
];

const STORAGE: Sample[] = [
  ...each("v1", "PersistentVolumeClaim", [CLAIM]),
  ...each(
    "v1",
    "PersistentVolume",
    [
      { accessModes: ["ReadWriteOnce"], capacity: { storage: "1Gi" }, hostPath: { path: "/p" } },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        csi: { driver: "d.example", volumeHandle: "h" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        nfs: { server: "s", path: "/p" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        iscsi: { targetPortal: "10.0.0.1", iqn: "iqn.2001-04.com.example:storage", lun: 0 },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        rbd: { monitors: ["m"], image: "i" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        scaleIO: { gateway: "g", system: "s", secretRef: { name: "s" }, volumeName: "v" },
      },
      {
        accessModes: ["ReadWriteOnce"],
        capacity: { storage: "1Gi" },
        azureDisk: { diskName: "d", diskURI: "https://example.blob.core.windows.net/a/b.vhd" },
      },
    ],
    GLOBAL,
  ),
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: GLOBAL,
    provisioner: "p.example",
  },
  { apiVersion: "storage.k8s.io/v1", kind: "CSIDriver", metadata: GLOBAL, spec: {} },
];

const POLICY: Sample[] = [
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

const PLAIN: Sample[] = [
  { apiVersion: "v1", kind: "ConfigMap", metadata: META, data: { a: "b" } },
  { apiVersion: "v1", kind: "Secret", metadata: META, data: { a: "Yg==" } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: META },
  { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: META, spec: {} },
];

const RBAC = "rbac.authorization.k8s.io/v1";
const ACCESS: Sample[] = [
  {
    apiVersion: RBAC,
    kind: "Role",
    metadata: META,
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  },
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: GLOBAL,
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  },
  ...(["RoleBinding", "ClusterRoleBinding"] as const).map((kind) => ({
    apiVersion: RBAC,
    kind,
    metadata: kind === "RoleBinding" ? META : GLOBAL,
    roleRef: { kind: "ClusterRole", name: "view" },
    subjects: [
      { kind: "ServiceAccount", name: "s", namespace: "default" },
      { kind: "User", name: "u" },
      { kind: "Group", name: "g" },
    ],
  })),
];

const ADMISSION_API = "admissionregistration.k8s.io/v1";
const HOOK = { name: "a.example.com", sideEffects: "None", admissionReviewVersions: ["v1"] };
const HOOK_RULE = {
  apiGroups: [""],
  apiVersions: ["v1"],
  operations: ["CREATE"],
  resources: ["pods"],
};
const ADMISSION: Sample[] = [
  ...(["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"] as const).map((kind) => ({
    apiVersion: ADMISSION_API,
    kind,
    metadata: GLOBAL,
    webhooks: [
      {
        ...HOOK,
        clientConfig: { service: { name: "s", namespace: "default" } },
        rules: [HOOK_RULE],
      },
      { ...HOOK, name: "b.example.com", clientConfig: { url: "https://a.example" } },
    ],
  })),
  ...each(
    ADMISSION_API,
    "ValidatingAdmissionPolicy",
    [
      {
        matchConstraints: { resourceRules: [HOOK_RULE], excludeResourceRules: [HOOK_RULE] },
        validations: [{ expression: "true" }],
      },
    ],
    GLOBAL,
  ),
  ...each(
    ADMISSION_API,
    "ValidatingAdmissionPolicyBinding",
    [
      { policyName: "p", validationActions: ["Deny"] },
      { policyName: "p", validationActions: ["Deny"], matchResources: {} },
      {
        policyName: "p",
        validationActions: ["Deny"],
        matchResources: { resourceRules: [HOOK_RULE] },
        paramRef: { name: "x", parameterNotFoundAction: "Deny" },
      },
    ],
    GLOBAL,
  ),
  ...each(
    ADMISSION_API,
    "MutatingAdmissionPolicy",
    [
      {
        matchConstraints: { resourceRules: [HOOK_RULE] },
        reinvocationPolicy: "Never",
        mutations: [
          {
            patchType: "JSONPatch",
            jsonPatch: { expression: '[JSONPatch{op: "remove", path: "/spec/a"}]' },
          },
        ],
      },
    ],
    GLOBAL,
  ),
  ...each(
    "apiregistration.k8s.io/v1",
    "APIService",
    [
      {
        group: "a.example",
        version: "v1",
        groupPriorityMinimum: 1,
        versionPriority: 1,
        insecureSkipTLSVerify: true,
        service: { name: "s", namespace: "default" },
      },
    ],
    { name: "v1.a.example" },
  ),
  ...each(
    "apiextensions.k8s.io/v1",
    "CustomResourceDefinition",
    [
      {
        group: "a.example",
        scope: "Namespaced",
        names: { plural: "as", kind: "A", singular: "a", listKind: "AList" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object" } },
          },
        ],
      },
      {
        group: "a.example",
        scope: "Namespaced",
        names: { plural: "as", kind: "A", singular: "a", listKind: "AList" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object" } },
          },
        ],
        conversion: {
          strategy: "Webhook",
          webhook: {
            conversionReviewVersions: ["v1"],
            clientConfig: { service: { name: "s", namespace: "default" } },
          },
        },
      },
    ],
    { name: "as.a.example" },
  ),
];

/** What the defaults are learnt from: every case of every default must occur, in each kind that has it. */
export const SAMPLES: readonly Sample[] = [
  ...WORKLOADS,
  ...NETWORK,
  ...STORAGE,
  ...POLICY,
  ...PLAIN,
  ...ACCESS,
  ...ADMISSION,
];
