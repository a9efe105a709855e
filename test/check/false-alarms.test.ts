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

it("objects of a kind whose definition the server refuses are not judged by it", async () => {
  const tree = (version: string) => `apiVersion: apiextensions.k8s.io/${version}
kind: CustomResourceDefinition
metadata: { name: shops.shop.dev }
spec:
  group: shop.dev
  scope: Namespaced
  names: { kind: Shop, listKind: ShopList, plural: shops, singular: shop }
  validation: { openAPIV3Schema: { type: object, properties: { spec: { type: object } } } }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
---
apiVersion: shop.dev/v1
kind: Shop
metadata: { name: one }
spec: { size: 3 }
`;
  const shop = async (version: string) =>
    (await told("unknown-field", tree(version))).filter((each) => each.includes('"spec"'));
  assert.deepEqual(await shop("v1beta1"), []);
  assert.equal((await told("unserved-api", tree("v1beta1"))).length, 1);
  const [note] = await told("unchecked-resource", tree("v1beta1"));
  assert.match(note ?? "", /^info: the definition of Shop here is one of .*v1beta1/);
  assert.match((await shop("v1"))[0] ?? "", /^error: /);
});

it("an init container of another program, in the same repository", async () => {
  const shop = (init: string, main: string) => `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  initContainers: [{ name: init, image: "example.com/shop:${init}" }]
  containers: [{ name: shop, image: "example.com/shop:${main}" }]
`;
  const said = (init: string, main: string) => told("init-of-another-version", shop(init, main));
  for (const [init, main] of [
    ["initutils", "2.5.1"],
    ["initutils", "2.5.1-server"],
    ["2.5.1-tools", "2.5.1-server"],
    ["migrate-v1.2", "v1.2"],
    ["native-start", "2.5.1"],
  ] as const)
    assert.deepEqual(await said(init, main), [], `${init} ${main}`);
  for (const [init, main] of [
    ["v1.4.0", "v1.5.0"],
    ["v1.4.0", "1.5"],
    ["1.4-alpine", "1.5-alpine3.20"],
    ["1.4-slim", "1.5-bookworm"],
    ["1.5.0-rc.1", "1.5.0"],
    ["latest", "1.5.0"],
    ["main", "sha-4f1c2ab"],
    ["server-1.4", "server-1.5"],
    ["RELEASE.2024-05-01T01-11-10Z", "RELEASE.2024-06-01T01-11-10Z"],
  ] as const)
    assert.equal((await said(init, main)).length, 1, `${init} ${main}`);
});

it("an autoscaler of a group that has no such kind scales nothing", async () => {
  const scaled = (target: string, kind = "Deployment") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  scaleTargetRef: { apiVersion: ${target}, kind: ${kind}, name: web }
  maxReplicas: 6
  targetCPUUtilizationPercentage: 50
`;
  for (const rule of ["replicas-beside-autoscaler", "autoscaler-without-requests"]) {
    assert.deepEqual(await told(rule, scaled("extensions/v1beta1")), [], rule);
    assert.equal((await told(rule, scaled("apps/v1"))).length, 1, rule);
    // The controller asks for the group, and takes the version that there is.
    assert.equal((await told(rule, scaled("apps/v1beta1"))).length, 1, rule);
  }
  const old = scaled("extensions/v1beta1").replaceAll("apps/v1", "extensions/v1beta1");
  assert.deepEqual(await told("replicas-beside-autoscaler", old), []);
  const missing = (target: string, kind?: string) => told("missing-workload", scaled(target, kind));
  assert.deepEqual(await missing("extensions/v1beta1"), [
    'error: there is no Deployment in the group "extensions", so HorizontalPodAutoscaler web scales nothing',
  ]);
  assert.match((await missing("apps/v1", "Rollout"))[0] ?? "", /^error: there is no Rollout in/);
  assert.deepEqual(await told("missing-object", scaled("extensions/v1beta1")), []);
  const second = (target: string) =>
    `${scaled(target)}---\n${scaled(target)
      .replace(/^.*---\n/s, "")
      .replace("name: web", "name: other")}`;
  assert.deepEqual(await told("overlapping-autoscalers", second("extensions/v1beta1")), []);
  assert.equal((await told("overlapping-autoscalers", second("apps/v1"))).length, 1);
  for (const target of ["apps/v1", "apps/v1beta1"]) assert.deepEqual(await missing(target), []);
  // Of the groups of others nobody here knows what they have.
  assert.deepEqual(await missing("shop.dev/v1", "Shop"), []);
});

it("system is what a kustomization puts its namespace in for, unless something makes it", async () => {
  const tree = (namespace: string) => `# file: kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop
resources: [web.yaml]
# file: web.yaml
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: Service
metadata: { name: webhook, namespace: ${namespace} }
spec: { selector: { app: web }, ports: [{ port: 443 }] }
`;
  const said = (namespace: string) => told("moved-namespace", tree(namespace));
  assert.deepEqual(await said("system"), []);
  assert.equal((await said("billing")).length, 1);
  assert.equal((await said("kube-system")).length, 1);
  const made = tree("system").replaceAll("# file: ", "# file: shop/");
  const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: system }\n";
  const beside = `# file: namespace.yaml\n${namespace}${made}`;
  assert.equal((await told("moved-namespace", beside)).length, 1);
});

it("a command in a readme or script makes an object", async () => {
  const tree = (guide: string, name = "README.md", asked = "token") => `# file: web/web.yaml
apiVersion: v1
kind: Secret
metadata: { name: other, namespace: shop }
stringData: { a: b5ac1be6cf }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers: [{ name: web, image: "example.com/web:v1", envFrom: [{ secretRef: { name: ${asked} } }] }]
# file: ${name}
${guide}
# file: .git/HEAD
ref
`;
  const said = async (...given: Parameters<typeof tree>) =>
    (await told("missing-secret", tree(...given))).map((each) => each.replace(/:.*/s, ""));
  const create = "kubectl create secret generic token --from-literal=A=b";
  for (const [guide, name] of [
    [create],
    [create, "web/README.md"],
    [create, "web/up.sh"],
    [`#!/bin/sh\n${create}`, "install"],
    ["kubectl -n shop create secret generic \\\n  token \\\n  --from-file a"],
    ["kubectl create secret generic --from-file a -n shop token"],
    ['kubectl create secret tls "token" --cert=a --key=b --namespace="shop"'],
    ['kubectl create secret generic token -n "$NAMESPACE" --from-file=a'],
  ] as const)
    assert.deepEqual(await said(guide, name), ["info"], guide);
  for (const [guide, name] of [
    ["kubectl create secret generic tokens --from-file=a"],
    ["kubectl create configmap token --from-file=a"],
    ["kubectl -n billing create secret generic token --from-file=a"],
    ["kubectl create secret generic a --from-literal=a=b; echo token"],
    ["kubectl delete secret token"],
    [create, "web/deep/README.md"],
    [create, "other/README.md"],
  ] as const)
    assert.deepEqual(await said(guide, name), ["warning"], `${name} ${guide}`);
  // A letter too many is no misspelling where the name is made.
  const misspelt = "kubectl create secret generic others --from-file=a";
  assert.deepEqual(await said(misspelt, "README.md", "others"), ["info"]);
  assert.notDeepEqual(await said(create, "README.md", "others"), ["info"]);
});

it("labels without a selector are no cause of their own", async () => {
  const web = (selector: string, labels: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  ${selector}
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`;
  const selector = "selector: { matchLabels: { app: web } }";
  const said = (...given: Parameters<typeof web>) => told("invalid-workload", web(...given));
  assert.deepEqual(await said("", "{ app: web }"), ["error: must be given"]);
  assert.match(
    (await said(selector, "{ app: api }")).join(),
    /^error: the selector does not match/,
  );
  assert.deepEqual(await said(selector, "{ app: web }"), []);
});

it("a warning of the server names the annotation or the field that it is of", async () => {
  const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, annotations: { volume.beta.kubernetes.io/storage-class: fast } }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Gi } } }
`;
  assert.deepEqual(await told("server-warning", claim), [
    "warning: the annotation volume.beta.kubernetes.io/storage-class is deprecated since 1.8",
  ]);
  const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, annotations: { scheduler.alpha.kubernetes.io/critical-pod: "" } }
spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`;
  assert.deepEqual(await told("server-warning", pod), [
    "warning: the annotation scheduler.alpha.kubernetes.io/critical-pod has no effect any more",
  ]);
  const field = (name: string) => `${name}: { type: string, format: cidr }`;
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.shop.dev }
spec:
  group: shop.dev
  scope: Namespaced
  names: { kind: Shop, listKind: ShopList, plural: shops, singular: shop }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, properties: { ${["a", "b"].map(field).join(", ")} } } } }]
`;
  const [only, ...others] = await told("server-warning", definition.replaceAll("cidr", "strange"));
  assert.deepEqual(others, []);
  assert.match(
    only ?? "",
    /the server ignores the format "strange" of spec.*\[a\], and of 1 more field$/,
  );
});
