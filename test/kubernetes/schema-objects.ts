import type { Sample } from "../../scripts/generate-kubernetes/defaults/samples/index.ts";
import type { KubernetesObject } from "../../src/kubernetes/types/index.ts";

const labels = { "app.kubernetes.io/name": "shop" };
const selector = { matchLabels: labels };
const metadata = { name: "shop", namespace: "default" };
const probe = { httpGet: { path: "/healthz", port: "http" }, initialDelaySeconds: 5 };

const WORKLOADS: KubernetesObject[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: {
      replicas: 3,
      selector,
      strategy: { rollingUpdate: { maxUnavailable: 0 } },
      template: {
        metadata: { labels },
        spec: {
          securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
          initContainers: [
            { name: "migrate", image: "registry.example/shop:2", args: ["migrate"] },
          ],
          containers: [
            {
              name: "shop",
              image: "registry.example/shop:2",
              ports: [{ name: "http", containerPort: 8080 }],
              env: [
                { name: "POD", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
                { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } },
              ],
              resources: { requests: { cpu: "100m" }, limits: { cpu: 1, memory: "512Mi" } },
              readinessProbe: probe,
              livenessProbe: { ...probe, periodSeconds: 30 },
              startupProbe: { grpc: { port: 9090 }, failureThreshold: 30 },
              volumeMounts: [
                { name: "config", mountPath: "/etc/shop", readOnly: true },
                { name: "tmp", mountPath: "/tmp" },
              ],
              securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
            },
            { name: "exporter", image: "registry.example/exporter", imagePullPolicy: "Never" },
          ],
          volumes: [
            { name: "config", configMap: { name: "shop", items: [{ key: "a", path: "a" }] } },
            { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
            { name: "token", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
          ],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: selector,
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: {
      serviceName: "shop",
      selector,
      podManagementPolicy: "Parallel",
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "db",
              image: "docker.io/library/postgres:15.20",
              livenessProbe: { exec: { command: ["pg_isready"] } },
              lifecycle: { preStop: { exec: { command: ["pg_ctl", "stop"] } } },
            },
          ],
          volumes: [{ name: "c", secret: { secretName: "tls", defaultMode: 256 } }],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "20Gi" } } },
        },
      ],
    },
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata,
    spec: {
      schedule: "0 3 * * *",
      timeZone: "Europe/Berlin",
      concurrencyPolicy: "Forbid",
      jobTemplate: {
        spec: {
          backoffLimit: 2,
          ttlSecondsAfterFinished: 3600,
          template: {
            spec: { restartPolicy: "OnFailure", containers: [{ name: "b", image: "backup:1" }] },
          },
        },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: {
      hostNetwork: true,
      tolerations: [{ operator: "Exists" }],
      containers: [
        {
          name: "node",
          image: "registry.example/node@sha256:".padEnd(93, "1"),
          ports: [{ containerPort: 9100 }],
          resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { memory: "64Mi" } },
        },
      ],
    },
  },
];

const AROUND: KubernetesObject[] = [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: {
      type: "LoadBalancer",
      selector: labels,
      ports: [
        { name: "http", port: 80, targetPort: "http" },
        { name: "dns", port: 53, protocol: "UDP" },
      ],
    },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
      maxReplicas: 10,
      metrics: [
        {
          type: "Resource",
          resource: { name: "memory", target: { type: "Utilization", averageUtilization: 80 } },
        },
      ],
      behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
    },
  },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    spec: {
      podSelector: selector,
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: "http" }] }],
      egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: "UDP" }] }],
    },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "shop" },
    subjects: [
      { kind: "ServiceAccount", name: "shop", namespace: "default" },
      { kind: "Group", name: "ops" },
    ],
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "fast" },
    provisioner: "ebs.csi.aws.com",
    reclaimPolicy: "Retain",
    allowVolumeExpansion: true,
  },
  {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "shop" },
    spec: {
      policyName: "p",
      validationActions: ["Deny"],
      matchResources: { namespaceSelector: selector },
    },
  },
];

const CUSTOM: KubernetesObject[] = [
  {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata,
    spec: {
      selector,
      endpoints: [{ port: "metrics", relabelings: [{ targetLabel: "a", replacement: "b" }] }],
    },
  },
  {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata,
    spec: { groups: [{ name: "g", rules: [{ alert: "Down", expr: "up == 0", for: "5m" }] }] },
  },
  {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata,
    spec: {
      secretName: "tls",
      issuerRef: { name: "i", kind: "ClusterIssuer" },
      dnsNames: ["a.example"],
    },
  },
  {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata,
    spec: {
      secretStoreRef: { name: "vault" },
      target: { template: { data: { url: "{{ .password }}" } } },
      data: [{ secretKey: "password", remoteRef: { key: "db" } }],
    },
  },
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata,
    spec: {
      parentRefs: [{ name: "public" }],
      rules: [{ backendRefs: [{ name: "shop", port: 80 }] }, { matches: [{}] }],
    },
  },
  {
    apiVersion: "autoscaling.k8s.io/v1",
    kind: "VerticalPodAutoscaler",
    metadata,
    spec: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" } },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata,
    spec: {
      selector,
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "a", image: "a:1", ports: [{ containerPort: 80 }] }] },
      },
    },
  },
  {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata,
    spec: {
      instances: 3,
      storage: { size: "10Gi" },
      monitoring: { enablePodMonitor: true },
      bootstrap: { initdb: { database: "app", owner: "app" } },
    },
  },
];

/** Objects as people write them, from which nothing was learnt. */
export const OBJECTS: readonly Sample[] = [...WORKLOADS, ...AROUND, ...CUSTOM] as Sample[];
