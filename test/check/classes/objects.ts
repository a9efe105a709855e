import { group } from "./class.ts";
import { all, configMap, cronJob, deployment, pod, service } from "./texts.ts";

const schema = group("stakes", "schema");
const versions = group("stakes", "API versions");
const syntax = group("stakes", "syntax");
const pods = group("stakes", "pods");

const PORTS = "ports: [{ name: http, containerPort: 8080 }]";

/** What is wrong with an object by itself. */
export const objects = [
  schema("a value of a wrong type", "wrong-type", {
    bad: deployment("", { spec: 'replicas: "3" # here' }),
    near: service(
      '{ name: a, port: 80, targetPort: 8080 }, { name: b, port: 81, targetPort: "http" }',
    ),
    like: "a field that takes a number or a name",
  }),
  schema("a field that there is not", "unknown-field", {
    bad: deployment("", { spec: "replica: 3 # here" }),
    near: `${pod()}---\n${configMap('replica: "3"')}`,
    like: "the same word as a key that people choose",
  }),
  schema("a required field that is not there", "invalid-workload", {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - image: ghcr.io/shop/web:v1 # here
`,
    near: deployment(),
    like: "fields that the server fills in: replicas, strategy, restartPolicy",
  }),
  schema("a key that is written twice", "duplicate-key", {
    bad: configMap("LOG_LEVEL: info\nLOG_LEVEL: debug # here"),
    near: configMap("LOG_LEVEL: info\nlog_level: debug"),
    like: "two keys that differ in case",
  }),
  schema("a kind that Kubernetes does not have", "unknown-kind", {
    bad: undefined,
    near: `apiVersion: shop.example.org/v1
kind: Service
metadata: { name: web }
`,
    like: "the same kind in a group of somebody else's",
  }),
  versions("an API that the target version has removed", "unserved-api", {
    bad: `apiVersion: policy/v1beta1 # here
kind: PodDisruptionBudget
metadata: { name: web }
spec: { minAvailable: 1, selector: { matchLabels: { app: web } } }
`,
    near: undefined,
    like: "the version that took its place",
  }),
  versions("an API that is deprecated", "deprecated-api", {
    bad: undefined,
    near: undefined,
    like: "the version that took its place",
  }),
  syntax("a name", "invalid-metadata", {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: Web_Settings } # here
`,
    near: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: "system:Web_Reader" }
rules: []
`,
    like: "a role, whose name may have capitals and colons",
  }),
  syntax("a label", "invalid-metadata", {
    bad: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels: { team: "blue and green" } # here
`,
    near: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  annotations: { team: "blue and green" }
`,
    like: "the same text as an annotation",
  }),
  syntax("a selector", "invalid-workload", {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchExpressions: [{ key: app, operator: Equals, values: [web] }] } # here
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/shop/web:v1" }] }
`,
    near: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchExpressions: [{ key: app, operator: In, values: [web] }] }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/shop/web:v1" }] }
`,
    like: "an operator that there is",
  }),
  syntax("a port number", "invalid-workload", {
    bad: deployment("ports:\n  - containerPort: 80800 # here"),
    near: deployment("ports:\n  - containerPort: 65535"),
    like: "the largest port",
  }),
  syntax("a port name", "invalid-workload", {
    bad: deployment("ports:\n  - { name: application-metrics, containerPort: 8080 } # here"),
    near: service("{ name: application-metrics, port: 8080 }"),
    like: "the same name in a Service, which may be longer than 15 characters",
  }),
  pods("a selector that does not match the template", "invalid-workload", {
    bad: `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: api } # here
    spec: { containers: [{ name: web, image: "ghcr.io/shop/web:v1" }] }
`,
    near: deployment("", { labels: "tier: front" }),
    like: "pods with more labels than the selector asks for",
  }),
  pods("a variable that is set twice", "server-warning", {
    bad: pod(`env:
  - { name: LEVEL, value: info }
  - { name: LEVEL, value: debug } # here`),
    near: pod(`envFrom: [{ configMapRef: { name: settings } }]
env: [{ name: LEVEL, value: debug }]`),
    like: "a variable that overrides one of envFrom, as is usual",
  }),
  pods("a container's port that is declared twice", "server-warning", {
    bad: pod(`ports:
  - { name: http, containerPort: 8080 }
  - { name: web, containerPort: 8080 } # here`),
    near: pod(`ports:
  - { name: dns, containerPort: 53, protocol: UDP }
  - { name: dns-tcp, containerPort: 53, protocol: TCP }`),
    like: "one number for two protocols",
  }),
  pods("a Service's port that is there twice", "invalid-service", {
    bad: service("{ name: a, port: 80 }, { name: b, port: 80 }").replace("}]\n", "}] # here\n"),
    near: service("{ name: dns, port: 53, protocol: UDP }, { name: dns-tcp, port: 53 }"),
    like: "one number for two protocols",
  }),
  pods("two mounts at one path", "invalid-pod", {
    bad: pod(
      `volumeMounts:
  - { name: a, mountPath: /data }
  - { name: b, mountPath: /data } # here`,
      { pod: "volumes: [{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }]" },
    ),
    near: pod(
      `volumeMounts:
  - { name: a, mountPath: /data }
  - { name: b, mountPath: /data/cache }`,
      { pod: "volumes: [{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }]" },
    ),
    like: "one mount inside the other",
  }),
  pods("two mounts at one path that is written in two ways", "hidden-mount", {
    bad: undefined,
    near: undefined,
    like: "one mount inside the other",
  }),
  pods("a restart policy that the kind does not take", ["invalid-workload"], {
    bad: deployment(PORTS, { pod: "restartPolicy: OnFailure # here" }),
    near: deployment(PORTS, { pod: "restartPolicy: Always" }),
    like: "the one that a Deployment may have",
  }),
  pods("a Job that restarts for ever", "invalid-job", {
    bad: cronJob("").replace("restartPolicy: Never", "restartPolicy: Always # here"),
    near: cronJob("").replace("restartPolicy: Never", "restartPolicy: OnFailure"),
    like: "a Job that restarts what failed",
  }),
  pods("a request above its limit", "invalid-pod", {
    bad: pod(`resources:
  requests: { memory: 1Gi } # here
  limits: { memory: 512Mi }`),
    near: all(
      pod(`resources:
  requests: { memory: 1024Mi, cpu: 500m }
  limits: { memory: 1Gi, cpu: "0.5" }`),
    ),
    like: "the same amount in other units",
  }),
];
