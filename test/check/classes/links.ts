import { group } from "./class.ts";
import {
  all,
  autoscaler,
  budget,
  claim,
  configMap,
  cronJob,
  deployment,
  ingress,
  pod,
  policy,
  service,
  statefulSet,
} from "./texts.ts";

const links = group("stakes", "references");
const scale = group("stakes", "availability");
const jobs = group("stakes", "CronJobs");

const OF_RULE = { bad: undefined, near: undefined };
const REQUESTS = "resources: { requests: { cpu: 100m } }";

const CLASS = `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: traefik }
spec: { controller: traefik.io/ingress-controller }
`;

const TLS = "tls: [{ hosts: [shop.example.org], secretName: web-tls }] # here";
const OTHER_SECRET = `apiVersion: v1
kind: Secret
metadata: { name: web-tls-old }
type: kubernetes.io/tls
stringData: { tls.crt: "", tls.key: "" }
`;

const PRIORITY = `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: important }
value: 1000
`;

/** What one object asks of another. */
export const references = [
  links("a Service without pods", "service-without-pods", {
    bad: all(
      service("{ port: 80 }").replace("app: web }\n  ports", "app: webb } # here\n  ports"),
      deployment(),
    ),
    near: service("{ port: 80 }"),
    like: "a Service in an input without any pods",
  }),
  links("an Ingress without its Service", "missing-service", {
    bad: undefined,
    near: ingress().replace(
      /backend: .*/,
      "backend: { resource: { apiGroup: shop.example.org, kind: Bucket, name: web } } }]",
    ),
    like: "a backend that is no Service",
  }),
  links("an Ingress to a port that the Service does not have", "missing-port", {
    bad: undefined,
    near: all(ingress(), service("{ name: http, port: 80, targetPort: 8080 }")),
    like: "the port of the Service, which is not that of the pod",
  }),
  links("an Ingress of a class that is not there", "missing-class", {
    bad: all(ingress("ingressClassName: nginx # here"), service("{ port: 80 }"), CLASS),
    near: all(ingress("ingressClassName: traefik"), service("{ port: 80 }"), CLASS),
    like: "the class that is there",
  }),
  links("an Ingress whose TLS Secret is not there", "missing-secret", {
    bad: all(ingress(TLS), service("{ port: 80 }"), OTHER_SECRET),
    near: all(
      ingress(TLS, "annotations: { cert-manager.io/cluster-issuer: letsencrypt }"),
      service("{ port: 80 }"),
      OTHER_SECRET,
    ),
    like: "a Secret that cert-manager makes for the Ingress",
  }),
  links("a Service to a port that its pods do not have", "missing-target-port", {
    ...OF_RULE,
    near: all(
      service("{ port: 80, targetPort: http }"),
      deployment("ports: [{ name: http, containerPort: 8080 }]"),
    ),
    like: "the name that the pods give the port",
  }),
  links("an autoscaler without its target", "missing-workload", {
    ...OF_RULE,
    near: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: shop.example.org/v1, kind: Shop, name: web }
  minReplicas: 2
  maxReplicas: 6
`,
    like: "a target of a kind that somebody else defines",
  }),
  links("an autoscaler without requests to compare with", "autoscaler-without-requests", {
    bad: all(autoscaler(2, 6), deployment()),
    near: all(
      autoscaler(2, 6).replace(
        "type: Utilization, averageUtilization: 70",
        "type: AverageValue, averageValue: 200m",
      ),
      deployment(),
    ),
    like: "a target in cores, which needs no requests",
  }),
  links("a budget without pods", "budget-without-pods", {
    ...OF_RULE,
    near: budget("maxUnavailable: 1"),
    like: "a budget in an input without any pods",
  }),
  links("a policy that selects nothing", "policy-without-pods", {
    ...OF_RULE,
    near: all(policy("podSelector: {}\npolicyTypes: [Ingress]"), deployment()),
    like: "a policy for all pods",
  }),
  links("a ServiceMonitor that selects nothing", "idle-monitor", {
    ...OF_RULE,
    near: `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: metrics }]
`,
    like: "a monitor in an input without any Services",
  }),
  links("a ServiceMonitor that no Prometheus picks", "unpicked-monitor", {
    ...OF_RULE,
    like: "the label by which the Prometheus of the input picks",
  }),
  links("a StatefulSet without its headless Service", "missing-headless-service", {
    ...OF_RULE,
    near: all(
      service("{ port: 5432 }", { name: "db", spec: "clusterIP: None" }),
      statefulSet("", { name: "db", image: "postgres:17" }),
    ),
    like: "the Service of that name",
  }),
  links("a ServiceAccount that is not there", "missing-service-account", {
    ...OF_RULE,
    near: pod("", { pod: "serviceAccountName: default" }),
    like: "the account default, which every namespace has",
  }),
  links("a ConfigMap that is not there", "missing-configmap", {
    ...OF_RULE,
    near: all(
      configMap("LEVEL: info", "web-settings"),
      pod("envFrom: [{ configMapRef: { name: web-setting, optional: true } }]"),
    ),
    like: "a ConfigMap that need not be there",
  }),
  links("a Secret that is not there", "missing-secret", {
    ...OF_RULE,
    near: all(
      `apiVersion: v1
kind: Secret
metadata: { name: database }
stringData: { password: made-by-hand }
`,
      pod(
        "env: [{ name: P, valueFrom: { secretKeyRef: { name: databse, key: p, optional: true } } }]",
      ),
    ),
    like: "a Secret that need not be there",
  }),
  links("a claim that is not there", "missing-claim", {
    ...OF_RULE,
    near: all(
      service("{ port: 5432 }", { name: "db", spec: "clusterIP: None" }),
      statefulSet("volumeMounts: [{ name: data, mountPath: /data }]", {
        name: "db",
        spec: `volumeClaimTemplates:
  - metadata: { name: data }
    spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }`,
      }),
    ),
    like: "claims that a StatefulSet makes by its template",
  }),
  links("a StorageClass that is not there", "missing-class", {
    bad: undefined,
    near: claim("data", "ReadWriteOnce"),
    like: "a claim that names no class",
  }),
  links("a PriorityClass that is not there", "missing-class", {
    bad: all(PRIORITY, pod("", { pod: "priorityClassName: importent # here" })),
    near: all(PRIORITY, pod("", { pod: "priorityClassName: system-cluster-critical" })),
    like: "a class that every cluster has",
  }),
];

/** How many there are, and what is left of them. */
export const availability = [
  scale("replicas beside an autoscaler", "replicas-beside-autoscaler", {
    bad: all(autoscaler(2, 6), deployment(REQUESTS, { spec: "replicas: 3 # here" })),
    near: all(
      autoscaler(2, 6),
      deployment(REQUESTS, { spec: "replicas: 3", name: "worker" }),
      deployment(REQUESTS),
    ),
    like: "replicas of another workload",
  }),
  scale("one replica without a reason", "single-replica", {
    ...OF_RULE,
    near: all(
      deployment("ports: [{ containerPort: 8080 }]", {
        spec: "replicas: 1\nstrategy: { type: Recreate }",
      }),
      service("{ port: 80, targetPort: 8080 }"),
    ),
    like: "one that is replaced before the next starts: two would be in each other's way",
  }),
  scale("a budget that allows no disruption", "blocking-budget", {
    bad: all(budget("minAvailable: 2 # here"), deployment("", { spec: "replicas: 2" })),
    near: all(budget("minAvailable: 2"), deployment("", { spec: "replicas: 3" })),
    like: "one replica more than must stay",
  }),
  scale("a budget that allows none at the autoscaler's minimum", "blocking-budget", {
    bad: all(budget("minAvailable: 2 # here"), autoscaler(2, 10), deployment(REQUESTS)),
    near: all(budget("minAvailable: 50%"), autoscaler(2, 10), deployment(REQUESTS)),
    like: "a share, which leaves one of two",
  }),
  scale("no budget", "missing-budget", {
    ...OF_RULE,
    near: deployment("", { spec: "replicas: 3" }),
    like: "workers: nobody waits for them",
  }),
  scale("no anti-affinity and no spread", "missing-spread", {
    ...OF_RULE,
    near: all(
      deployment("ports: [{ containerPort: 8080 }]", {
        spec: "replicas: 3",
        pod: `affinity:
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: web } } }`,
      }),
      service("{ port: 80, targetPort: 8080 }"),
    ),
    like: "anti-affinity that is preferred",
  }),
  scale("an update that takes all pods away first", "outage-on-rollout", {
    ...OF_RULE,
    near: deployment("", { spec: "replicas: 3\nstrategy: { type: Recreate }" }),
    like: "the same for workers, whom no Service leads to",
  }),
  scale("an update that may neither add nor take", "invalid-workload", {
    bad: deployment("", {
      spec: `replicas: 3
strategy:
  rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } # here`,
    }),
    near: deployment("", {
      spec: `replicas: 3
strategy:
  rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }`,
    }),
    like: "an update that takes first",
  }),
  jobs("no deadline", "endless-cronjob", {
    ...OF_RULE,
    near: cronJob("concurrencyPolicy: Forbid", "activeDeadlineSeconds: 3600"),
    like: "a deadline of the Job; one of the start is another thing",
  }),
  jobs("runs that pile up", "endless-cronjob", {
    bad: cronJob("concurrencyPolicy: Allow"),
    near: cronJob("concurrencyPolicy: Replace"),
    like: "runs that replace one another",
    reason: "Allow is right for runs that are independent; what is told is that nothing ends them.",
  }),
  jobs("no history of failures", "forgotten-failures", {
    bad: cronJob("failedJobsHistoryLimit: 0 # here"),
    near: cronJob("successfulJobsHistoryLimit: 0"),
    like: "no history of what went well",
  }),
];
