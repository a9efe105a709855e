import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { it } from "node:test";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { filesBelow } from "../../src/manifests/read/folder.ts";
import { worldOfText } from "./read.ts";

// What was told of trees that others wrote, and was not so.

async function told(id: string, text: string): Promise<string[]> {
  const wanted = rules.filter((rule) => rule.id === id);
  assert.equal(wanted.length, 1, `there is no rule ${id}`);
  return run(wanted, await worldOfText(text)).map(
    ({ severity, message }) => `${severity}: ${message}`,
  );
}

it("a field that a bundled definition lacks may be one of a newer operator", async () => {
  const monitor = (field: string) => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: http, ${field}: 30s }]
`;
  assert.match((await told("unknown-field", monitor("brandNewThing")))[0] ?? "", /^info: /);
  assert.match((await told("unknown-field", monitor("intervall")))[0] ?? "", /^error: /);
});

it("what a definition of the input lacks is not there", async () => {
  const text = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.shop.dev }
spec:
  group: shop.dev
  scope: Namespaced
  names: { kind: Shop, listKind: ShopList, plural: shops, singular: shop }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
---
apiVersion: shop.dev/v1
kind: Shop
metadata: { name: one }
spec: { brandNewThing: 3 }
`;
  assert.match((await told("unknown-field", text))[0] ?? "", /^error: /);
});

it("a value that something else fills in is not judged", async () => {
  const claim = (size: string) => `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: "${size}" } } }
`;
  assert.match((await told("wrong-type", claim("${CAPACITY:=5Gi}")))[0] ?? "", /^info: .*unless/);
  assert.match((await told("wrong-type", claim("5 Gi")))[0] ?? "", /^error: /);
  const map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${APP}\n";
  assert.match((await told("invalid-metadata", map))[0] ?? "", /^info: /);
});

it("an autoscaler that begins at none, with a metric of something else", async () => {
  const scaler = (metric: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 0
  maxReplicas: 1
  metrics: [${metric}]
`;
  const external =
    "{ type: External, external: { metric: { name: queue }, target: { type: AverageValue, averageValue: 1 } } }";
  const cpu =
    "{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }";
  assert.match(
    (await told("invalid-autoscaler", scaler(external)))[0] ?? "",
    /^info: .*feature gate/,
  );
  assert.match((await told("invalid-autoscaler", scaler(cpu)))[0] ?? "", /^error: /);
});

it("Istio writes its root certificate into every namespace", async () => {
  const pod = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: "ghcr.io/shop/web:v1", volumeMounts: [{ name: a, mountPath: /a }] }]
  volumes: [{ name: a, configMap: { name: ${name} } }]
`;
  assert.deepEqual(await told("missing-configmap", pod("istio-ca-root-cert")), []);
  assert.equal((await told("missing-configmap", pod("other-root-cert"))).length, 1);
});

it("kube-state-metrics keeps its labels, and has none called job", async () => {
  const prometheus = (job: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus }
data:
  prometheus.yml: |
    global: {}
    rule_files: [rules.yml]
    scrape_configs: [{ job_name: web }, { job_name: ${job}, honor_labels: true }]
  rules.yml: |
    groups: [{ name: a, rules: [{ alert: Down, expr: 'up{job="wbe"} == 0' }] }]
`;
  assert.equal((await told("alert-without-job", prometheus("kube-state-metrics"))).length, 1);
  assert.deepEqual(await told("alert-without-job", prometheus("pushgateway")), []);
});

it("a name for documentation among the own ones; not where all is an example", async () => {
  const ingress = (host: string, tls: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  tls: [{ hosts: [${tls}], secretName: web }]
  rules:
    - host: ${host}
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`;
  assert.equal((await told("placeholder", ingress("shop.example.com", "shop.dev"))).length, 1);
  assert.deepEqual(await told("placeholder", ingress("shop.example.com", "shop.example.com")), []);
  assert.deepEqual(await told("placeholder", ingress("shop.dev", "shop.dev")), []);
});

it("files for generators and charts, and patches in comments, are no manifests of their own", (t) => {
  const parent = mkdtempSync(join(tmpdir(), "slipway-named-"));
  t.after(() => rmSync(parent, { recursive: true }));
  const folder = join(parent, "shop");
  const files = {
    "kustomization.yaml": `resources: [web.yaml]
# patches:
#   - path: ./later-patch.yaml
configMapGenerator: [{ name: settings, files: [settings.yml=./files/settings.yml] }]
helmCharts: [{ name: chart, valuesFile: values.yaml }]
`,
    "web.yaml": "",
    "later-patch.yaml": "",
    "files/settings.yml": "",
    "values.yaml": "",
    "forgotten.yaml": "",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const above = filesBelow(parent).filter((entry) => "kind" in entry && entry.kind === "file");
  assert.deepEqual(
    above.map(({ path }) => path.slice(folder.length + 1)),
    ["forgotten.yaml"],
  );
});

it("labels and hosts that something else fills in are not judged either", async () => {
  const branch = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { branch: "\${branch_slug}" } }
spec:
  selector: { matchLabels: { branch: "\${branch_slug}" } }
  template:
    metadata: { labels: { branch: "\${branch_slug}" } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`;
  for (const id of ["invalid-metadata", "invalid-workload"])
    for (const each of await told(id, branch)) assert.match(each, /^info: /);
  const wrong = branch.replaceAll("${branch_slug}", "not a label");
  assert.match((await told("invalid-metadata", wrong)).join("\n"), /^error: /m);
  const route = (host: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge }
spec:
  gatewayClassName: envoy
  listeners: [{ name: web, port: 80, protocol: HTTP, hostname: "*.\${cluster_domain}" }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop }
spec: { parentRefs: [{ name: edge }], hostnames: ["${host}"] }
`;
  assert.deepEqual(await told("refused-route", route("shop.example.com")), []);
});

it("a port that is declared for the other protocol is declared", async () => {
  const service = (port: number) => `apiVersion: v1
kind: Service
metadata: { name: dns }
spec: { selector: { app: dns }, ports: [{ port: ${port}, protocol: UDP }] }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, labels: { app: dns } }
spec: { containers: [{ name: dns, image: "example.com/dns:v1", ports: [{ containerPort: 53 }] }] }
`;
  assert.deepEqual(await told("undeclared-target-port", service(53)), []);
  assert.equal((await told("undeclared-target-port", service(54))).length, 1);
});

it("KEDA begins at no pod", async () => {
  const scaled = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker }
spec:
  scaleTargetRef: { name: worker }
  triggers: [{ type: redis, metadata: { listLength: "5" } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  replicas: 0
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec: { containers: [{ name: worker, image: "example.com/worker:v1" }] }
`;
  assert.deepEqual(await told("replicas-beside-autoscaler", scaled), []);
});

it("CronJobs whose schedules share a claim do not meet", async () => {
  const job = (name: string, kind = "CronJob") => {
    const pod = `spec: { restartPolicy: Never, containers: [{ name: main, image: "example.com/${name}:v1", volumeMounts: [{ name: data, mountPath: /data }] }], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] }`;
    return kind === "CronJob"
      ? `apiVersion: batch/v1
kind: CronJob
metadata: { name: ${name} }
spec: { schedule: "0 2 * * *", jobTemplate: { spec: { template: { ${pod} } } } }
`
      : `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { selector: { matchLabels: { app: ${name} } }, template: { metadata: { labels: { app: ${name} } }, ${pod.replace("restartPolicy: Never, ", "")} } }
`;
  };
  const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
  const both = (...jobs: readonly string[]) => [claim, ...jobs].join("---\n");
  assert.deepEqual(await told("claim-on-one-node", both(job("full"), job("daily"))), []);
  const running = both(job("full"), job("web", "Deployment"));
  assert.equal((await told("claim-on-one-node", running)).length, 1);
});

it("what a script fills in is a template", async () => {
  const [only] = await told("yaml-syntax", "metadata:\n  name: @NAME@\n");
  assert.match(only ?? "", /@NAME@ begins a template/);
});

it("a namespace that is there twice, with labels that disagree, has no level", async () => {
  const namespace = (level: string) => `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { pod-security.kubernetes.io/enforce: ${level} } }
`;
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { hostNetwork: true, containers: [{ name: web, image: "example.com/web:v1" }] }
`;
  const all = (...levels: readonly string[]) => [...levels.map(namespace), pod].join("---\n");
  assert.deepEqual(await told("pod-security", all("baseline", "privileged")), []);
  assert.equal((await told("pod-security", all("baseline", "baseline"))).length, 1);
});
