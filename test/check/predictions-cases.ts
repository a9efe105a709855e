import type { Cluster, Prediction } from "./predictions.ts";

const resources = "resources: { requests: { cpu: 50m, memory: 32Mi }, limits: { memory: 64Mi } }";

function deployment(
  name: string,
  { labels = `app: ${name}`, spec = "", pod = "", container = "" } = {},
) {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  ${spec}
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec:
      terminationGracePeriodSeconds: 1
      ${pod}
      containers:
        - name: app
          image: registry.example.com/${name}:1.0
          ports: [{ name: http, containerPort: 8080 }]
          ${resources}
          ${container}
`;
}

function autoscaler(name: string, target: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  minReplicas: 2
  maxReplicas: 4
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 90 } } }]
`;
}

function budget(name: string, app: string): string {
  return `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: ${name} }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: ${app} } } }
`;
}

function service(name: string, selector: string, targetPort = "http"): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { ${selector} }, ports: [{ port: 80, targetPort: ${targetPort} }] }
`;
}

async function podsBehind(cluster: Cluster, name: string): Promise<string[]> {
  const slices = await cluster.list("discovery.k8s.io/v1/endpointslices");
  return slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name)
    .flatMap(({ endpoints }) => (endpoints ?? []).map(({ targetRef }) => targetRef?.name ?? ""));
}

async function ready(cluster: Cluster, count: number): Promise<string | undefined> {
  const pods = await cluster.list("v1/pods");
  const good = pods.filter(({ status }) => status?.containerStatuses?.every((each) => each.ready));
  return good.length >= count ? undefined : `${good.length} of ${count} pods are ready`;
}

/** What can be shown in a cluster without a network. */
export const predictions: readonly Prediction[] = [
  {
    what: "a Service that also sends its clients to the database",
    rule: "overlapping-services",
    manifests: [
      deployment("web", { labels: "app: shop, part: web" }),
      deployment("database", {
        labels: "app: shop, part: database",
      })
        .replace("registry.example.com/database:1.0", "postgres:17.5")
        .replace("containerPort: 8080", "containerPort: 5432"),
      service("web", "app: shop", "8080"),
      service("database", "app: shop", "5432"),
    ].join("---\n"),
    happened: async (cluster) => {
      const pods = await podsBehind(cluster, "web");
      return pods.some((name) => name.startsWith("database")) ? undefined : pods.join(", ");
    },
  },
  {
    what: "two autoscalers that pick the same pods",
    rule: "overlapping-autoscalers",
    manifests: [deployment("web"), autoscaler("first", "web"), autoscaler("second", "web")].join(
      "---\n",
    ),
    happened: (cluster) =>
      cluster.condition("autoscaling/v2/horizontalpodautoscalers", /AmbiguousSelector/),
  },
  {
    what: "two budgets that let nobody evict a pod",
    rule: "overlapping-budgets",
    manifests: [
      deployment("web", { spec: "replicas: 3" }),
      budget("first", "web"),
      budget("second", "web"),
    ].join("---\n"),
    happened: async (cluster) => {
      const lacks = await ready(cluster, 3);
      if (lacks) return lacks;
      const [pod] = await cluster.list("v1/pods");
      const { status, message } = await cluster.evict(pod?.metadata.name ?? "");
      return status === 500 && /more than one PodDisruptionBudget/.test(message)
        ? undefined
        : `${status} ${message}`;
    },
  },
  {
    what: "a budget that allows no disruption",
    rule: "blocking-budget",
    manifests: [
      deployment("web", { spec: "replicas: 2" }),
      budget("web", "web").replace("maxUnavailable: 1", "minAvailable: 2"),
    ].join("---\n"),
    happened: async (cluster) => {
      const lacks = await ready(cluster, 2);
      if (lacks) return lacks;
      const [pod] = await cluster.list("v1/pods");
      const { status, message } = await cluster.evict(pod?.metadata.name ?? "");
      return status === 429 ? undefined : `${status} ${message}`;
    },
  },
  {
    what: "a quota that refuses the pod of a rollout",
    rule: "quota-blocks-rollout",
    manifests: [
      deployment("web", { spec: "replicas: 2" }),
      `apiVersion: v1
kind: ResourceQuota
metadata: { name: all }
spec: { hard: { pods: "2" } }
`,
    ].join("---\n"),
    change: deployment("web", { spec: "replicas: 2", container: "env: [{ name: A, value: b }]" }),
    happened: (cluster) => cluster.event(/FailedCreate.*exceeded quota/),
  },
  {
    what: "a quota that refuses pods without requests",
    rule: "quota-demands-resources",
    manifests: [
      deployment("web").replace(resources, ""),
      `apiVersion: v1
kind: ResourceQuota
metadata: { name: all }
spec: { hard: { requests.memory: 8Gi } }
`,
    ].join("---\n"),
    happened: (cluster) => cluster.event(/FailedCreate.*must specify requests.memory/),
  },
  {
    what: "a LimitRange that refuses a container",
    rule: "limit-range-refuses",
    manifests: [
      deployment("web"),
      `apiVersion: v1
kind: LimitRange
metadata: { name: all }
spec: { limits: [{ type: Container, max: { memory: 16Mi } }] }
`,
    ].join("---\n"),
    happened: (cluster) =>
      cluster.event(/FailedCreate.*maximum memory usage per Container is 16Mi/),
  },
  {
    what: "a ReadWriteOnce claim that only one of two nodes gets",
    rule: "claim-on-one-node",
    manifests: [
      // One after the other: two that start at once may both find the volume free.
      deployment("web", {
        spec: "replicas: 2\n  serviceName: web",
        pod: `affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }] } }
      volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]`,
        container: "volumeMounts: [{ name: data, mountPath: /data }]",
      }).replace("kind: Deployment", "kind: StatefulSet"),
      `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: predicted-disks, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
      `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: predicted-disks }
provisioner: ebs.csi.aws.com
`,
    ].join("---\n"),
    happened: (cluster) => cluster.event(/Multi-Attach/),
  },
  {
    what: "a Service without end points",
    rule: "service-without-pods",
    manifests: [deployment("web"), service("web", "app: wbe")].join("---\n"),
    happened: async (cluster) => {
      const lacks = await ready(cluster, 1);
      return lacks ?? ((await podsBehind(cluster, "web")).length === 0 ? undefined : "it has some");
    },
  },
  {
    what: "a Service whose port no pod has",
    rule: "missing-target-port",
    manifests: [deployment("web"), service("web", "app: web", "htpp")].join("---\n"),
    happened: async (cluster) => {
      const lacks = await ready(cluster, 1);
      if (lacks) return lacks;
      const slices = await cluster.list("discovery.k8s.io/v1/endpointslices");
      if (slices.length === 0) return "there is no slice";
      return slices.every(({ ports }) => (ports ?? []).length === 0) ? undefined : "it has one";
    },
  },
  {
    what: "a pod without its ConfigMap",
    rule: "missing-configmap",
    manifests: deployment("web", { container: "envFrom: [{ configMapRef: { name: settings } }]" }),
    happened: (cluster) => cluster.waiting(/CreateContainerConfigError.*settings/),
  },
  {
    what: "a pod without a key of its Secret",
    rule: "missing-key",
    manifests: [
      deployment("web", {
        container:
          "env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: login, key: pasword } } }]",
      }),
      `apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { password: hidden }
`,
    ].join("---\n"),
    happened: (cluster) => cluster.waiting(/CreateContainerConfigError.*pasword/),
  },
  {
    what: "pods without their ServiceAccount",
    rule: "missing-service-account",
    manifests: deployment("web", { pod: "serviceAccountName: web" }),
    happened: (cluster) => cluster.event(/FailedCreate.*serviceaccount "web" not found/),
  },
  {
    what: "pods without their PriorityClass",
    rule: "missing-class",
    manifests: deployment("web", { pod: "priorityClassName: very-important" }),
    happened: (cluster) => cluster.event(/FailedCreate.*no PriorityClass with name very-important/),
  },
  {
    what: "a pod without its claim",
    rule: "missing-claim",
    manifests: deployment("web", {
      pod: "volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]",
    }),
    happened: (cluster) =>
      cluster.event(/FailedScheduling.*persistentvolumeclaim "data" not found/),
  },
  {
    what: "a claim that waits for ever",
    rule: "missing-class",
    manifests: `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { storageClassName: fast-ssd, accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
    happened: (cluster) => cluster.event(/ProvisioningFailed.*fast-ssd/),
  },
  {
    what: "an autoscaler without its target",
    rule: "missing-workload",
    manifests: [deployment("web"), autoscaler("web", "wbe")].join("---\n"),
    happened: (cluster) =>
      cluster.condition(
        "autoscaling/v2/horizontalpodautoscalers",
        /AbleToScale False FailedGetScale/,
      ),
  },
  {
    what: "an autoscaler of a group that has no such kind",
    rule: "missing-workload",
    manifests: [
      deployment("web"),
      autoscaler("web", "web").replace("apps/v1", "extensions/v1beta1"),
    ].join("---\n"),
    happened: (cluster) =>
      cluster.condition(
        "autoscaling/v2/horizontalpodautoscalers",
        /AbleToScale False FailedGetScale.*no matches for kind/,
      ),
  },
  {
    what: "an autoscaler by CPU whose pods request none",
    rule: "autoscaler-without-requests",
    manifests: [deployment("web").replace(resources, ""), autoscaler("web", "web")].join("---\n"),
    happened: (cluster) =>
      cluster.condition(
        "autoscaling/v2/horizontalpodautoscalers",
        /ScalingActive False FailedGetResourceMetric.*missing request for cpu/,
      ),
  },
];
