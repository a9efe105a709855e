import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { it } from "node:test";
import { Assumptions } from "../../src/check/assumptions.ts";
import { rules } from "../../src/check/rules.ts";
import { run } from "../../src/check/run.ts";
import { worldOf } from "../../src/check/world.ts";
import { readTogether } from "../../src/inputs/files.ts";
import { NEWEST_MINOR } from "../../src/kubernetes/versions.ts";
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
  assert.deepEqual(await told("wrong-type", claim("${CAPACITY:=5Gi}")), []);
  const later = await told("filled-in-later", claim("${CAPACITY:=5Gi}"));
  assert.match(later[0] ?? "", /^info: .*CAPACITY.*unless/);
  assert.match((await told("wrong-type", claim("5 Gi")))[0] ?? "", /^error: /);
  const map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${APP}\n";
  assert.deepEqual(await told("invalid-metadata", map), []);
  assert.equal((await told("filled-in-later", map)).length, 1);
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

it("API versions that are off by default may be on, as the flags of the server say", async () => {
  const policy = `apiVersion: admissionregistration.k8s.io/v1beta1
kind: MutatingAdmissionPolicyBinding
metadata: { name: jitter }
spec: { policyName: jitter }
`;
  const cluster = (config: string) => `apiVersion: kind.x-k8s.io/v1alpha4
kind: Cluster
runtimeConfig: { ${config} }
---
${policy}`;
  assert.match((await told("unserved-api", policy))[0] ?? "", /^warning: /);
  const on = '"admissionregistration.k8s.io/v1beta1": "true"';
  assert.deepEqual(await told("unserved-api", cluster(on)), []);
  assert.deepEqual(await told("unserved-api", cluster('"api/beta": "true"')), []);
  assert.match((await told("unserved-api", cluster('"api/alpha": "true"')))[0] ?? "", /^error: /);
  const off = on.replace('"true"', '"false"');
  assert.match((await told("unserved-api", cluster(off)))[0] ?? "", /^error: /);
  const kubeadm = `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
apiServer: { extraArgs: [{ name: runtime-config, value: admissionregistration.k8s.io/v1beta1 }] }
---
${policy}`;
  assert.deepEqual(await told("unserved-api", kubeadm), []);
});

it("documents of Talos are another program's, and misspelt objects are not", async () => {
  const talos = "apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: one\n";
  assert.match((await told("unknown-kind", talos))[0] ?? "", /^info: /);
  const named = "apiVersion: v1alpha1\nkind: HostnameConfig\nmetadata: { name: one }\n";
  assert.match((await told("unknown-kind", named))[0] ?? "", /^error: /);
  const pod = "apiVersion: v1alpha1\nkind: Pod\nspec: {}\n";
  assert.match((await told("unknown-kind", pod))[0] ?? "", /^error: /);
  const core = "apiVersion: v1\nkind: HostnameConfig\nhostname: one\n";
  assert.match((await told("unknown-kind", core))[0] ?? "", /^error: /);
});

it("an operator writes the name that an ExternalName only holds the place of", async () => {
  const service = (annotation: string, name = "placeholder") => `apiVersion: v1
kind: Service
metadata: { name: db, annotations: { ${annotation}: some } }
spec: { type: ExternalName, externalName: ${name} }
`;
  const id = "unresolvable-external-name";
  assert.deepEqual(await told(id, service("tailscale.com/tailnet-fqdn", "db")), []);
  assert.deepEqual(await told(id, service("egress.example.com/to")), []);
  assert.equal((await told(id, service("egress.example.com/to", "db"))).length, 1);
  assert.equal((await told(id, service("app.kubernetes.io/name"))).length, 1);
  assert.equal((await told(id, service("tailscale.com/proxy-class", "db"))).length, 1);
});

it("accounts are missed where the pods of the input bring theirs", async () => {
  const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: registry-reader }\n";
  const pod = (name: string) => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { serviceAccountName: ${name}, containers: [{ name: web, image: "example.com/web:v1" }] }
`;
  const id = "missing-service-account";
  assert.match((await told(id, account + pod("foo")))[0] ?? "", /^info: /);
  const own = account + pod("registry-reader") + pod("foo");
  assert.match((await told(id, own))[0] ?? "", /^warning: /);
});

const watched = (args: string, path: string) => `apiVersion: v1
kind: Pod
metadata: { name: dns }
spec:
  dnsPolicy: Default
  containers:
    - name: kubedns
      image: example.com/kubedns:v1
      ports: [{ containerPort: 10053 }]
      livenessProbe: { httpGet: { path: ${path}, port: 10054 } }
    - name: sidecar
      image: example.com/sidecar:v1
      ports: [{ containerPort: 10054 }]
      args: [${args}]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

it("a container that asks another one may answer for it", async () => {
  const id = "foreign-probe";
  assert.equal((await told(id, watched('"--quiet"', "/healthz"))).length, 1);
  assert.deepEqual(await told(id, watched('"--quiet"', "/healthcheck/kubedns")), []);
  assert.equal((await told(id, watched('"--quiet"', "/healthcheck/dnsmasq"))).length, 1);
  assert.deepEqual(await told(id, watched('"--probe=127.0.0.1:10053"', "/healthz")), []);
  assert.equal((await told(id, watched('"--probe=127.0.0.1:10055"', "/healthz"))).length, 1);
});

it("a name for which a DNS server is named is asked there", async () => {
  const host = "web.shop.svc.cluster.local";
  const id = "unresolved-host";
  const asked = `"--probe=kubedns,127.0.0.1:10053,${host},5,SRV"`;
  assert.deepEqual(await told(id, watched(asked, "/healthz")), []);
  assert.equal((await told(id, watched(`"--url=http://${host}/"`, "/healthz"))).length, 1);
});

it("kinds that nobody knows may belong to no namespace", async () => {
  const tree = (definition: string) => `# file: kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: networking
resources: [all.yaml]
# file: all.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: a, namespace: networking }
---
apiVersion: tailscale.example/v1alpha1
kind: DNSConfig
metadata: { name: ts-dns, namespace: tailscale }
${definition}`;
  const defined = (scope: string) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: dnsconfigs.tailscale.example }
spec:
  group: tailscale.example
  scope: ${scope}
  names: { kind: DNSConfig, listKind: DNSConfigList, plural: dnsconfigs, singular: dnsconfig }
  versions: [{ name: v1alpha1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`;
  assert.deepEqual(await told("moved-namespace", tree("")), []);
  assert.deepEqual(await told("moved-namespace", tree(defined("Cluster"))), []);
  assert.equal((await told("moved-namespace", tree(defined("Namespaced")))).length, 1);
});

it("a key that is the name of a file near by may be made of it", async () => {
  const tree = (file: string) => `# file: web.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data: { sleep-interval: "25" }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: web, image: "example.com/web:v1" }]
  volumes: [{ name: a, configMap: { name: web, items: [{ key: my-nginx.conf, path: a.conf }] } }]
# file: ${file}
server {}
`;
  assert.match((await told("missing-key", tree("files/my-nginx.conf")))[0] ?? "", /^warning: /);
  assert.match((await told("missing-key", tree("files/nginx.conf")))[0] ?? "", /^error: /);
});

it("a file that is named and has nothing of an object is another program's", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-other-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const severityOf = async (text: string) => {
    const file = join(folder, "definition.json");
    writeFileSync(file, text);
    const found = await readTogether([file], {});
    const none = { minor: NEWEST_MINOR, before: [], assumptions: new Assumptions() };
    const wanted = rules.filter(({ id }) => id === "not-kubernetes");
    return run(wanted, await worldOf({ ...found, ...none })).map(({ severity }) => severity);
  };
  assert.deepEqual(await severityOf('{"endpoint": "http://localhost/qps"}'), ["info"]);
  assert.deepEqual(await severityOf('{"Kind": "Pod"}'), ["warning"]);
  assert.deepEqual(await severityOf('{"apiversion": "v1"}'), ["warning"]);
  assert.deepEqual(await severityOf('["a"]'), ["warning"]);
});

it("every cluster has a Service of the API server, with labels", async () => {
  const text = (provider: string, namespace: string) => `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: server, namespace: shop }
spec:
  selector: { matchLabels: { component: apiserver, provider: ${provider} } }
  namespaceSelector: { matchNames: [${namespace}] }
  endpoints: [{ port: https }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: default }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;
  assert.deepEqual(await told("idle-monitor", text("kubernetes", "default")), []);
  assert.equal((await told("idle-monitor", text("kubernetes", "shop"))).length, 1);
  assert.equal((await told("idle-monitor", text("shop", "default"))).length, 1);
});

it("an experiment of a Rollout makes pods with labels of its own", async () => {
  const text = (label: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1", ports: [{ containerPort: 80 }] }] }
  strategy:
    canary:
      steps: [{ experiment: { templates: [{ name: preview, specRef: canary, metadata: { labels: { app: web-preview } } }] } }]
---
apiVersion: v1
kind: Service
metadata: { name: preview }
spec: { selector: { app: ${label} }, ports: [{ port: 80 }] }
`;
  assert.deepEqual(await told("service-without-pods", text("web-preview")), []);
  assert.equal((await told("service-without-pods", text("web-previews"))).length, 1);
});

it("one port that is not given is told once", async () => {
  const service = (port: string) => `apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [${port}] }
`;
  assert.equal((await told("invalid-service", service("{ port: null }"))).length, 1);
  const both = "{ port: 0, targetPort: 80800 }";
  assert.equal((await told("invalid-service", service(both))).length, 2);
});

it("no name is made of what stands for one", async () => {
  const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "${name}" }\n`;
  const [placeholder = ""] = await told("invalid-metadata", map("<name of the map>"));
  assert.match(placeholder, /^error: /);
  assert.doesNotMatch(placeholder, /; write/);
  assert.match((await told("invalid-metadata", map("My Map")))[0] ?? "", /; write "my-map"/);
});
