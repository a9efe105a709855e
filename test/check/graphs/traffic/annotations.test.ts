import assert from "node:assert/strict";
import { it } from "node:test";
import { foundBy } from "../found.ts";

const ASKED = '{ prometheus.io/scrape: "true", prometheus.io/port: "9090" }';

const web = (annotations: string, more = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: ${annotations} }
    spec:
      ${more}
      containers:
        - name: web
          image: ghcr.io/shop/web:v1
          ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }]
`;

const policy = (port: number) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, ingress: [{ ports: [{ port: ${port} }] }] }
`;

const FOLLOWING = `apiVersion: v1
kind: ConfigMap
metadata: { name: prometheus, namespace: monitoring }
data:
  prometheus.yml: |
    scrape_configs:
      - job_name: pods
        kubernetes_sd_configs: [{ role: pod }]
        relabel_configs:
          - { source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: "true" }
`;

const MONITOR = `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, podMetricsEndpoints: [{ port: metrics }] }
`;

it("what annotations ask for is a note, and a warning where Prometheus follows them", async () => {
  const severities = async (...documents: readonly string[]) =>
    (await foundBy("scrape-blocked", ...documents)).map(({ severity }) => severity);
  assert.deepEqual(await severities(web(ASKED), policy(8080)), ["info"]);
  assert.deepEqual(await severities(web(ASKED), policy(8080), FOLLOWING), ["warning"]);
  assert.deepEqual(await severities(web(ASKED), policy(8080), MONITOR), ["warning"], "told once");
  for (const good of [
    [web(ASKED), policy(9090)],
    [web(ASKED)],
    [web("{}"), policy(8080)],
    [web(ASKED.replace('"true"', '"false"')), policy(8080)],
    [web('{ prometheus.io/scrape: "true" }'), policy(8080)],
    [web(ASKED, "hostNetwork: true"), policy(8080)],
  ])
    assert.deepEqual(await severities(...good), [], good.join());
});

it("a Service's annotations ask its pods", async () => {
  const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: ${ASKED} }
spec: { selector: { app: web }, ports: [{ name: metrics, port: 9090 }] }
`;
  assert.equal((await foundBy("scrape-blocked", web("{}"), service, policy(8080))).length, 1);
  assert.deepEqual(await foundBy("scrape-blocked", web("{}"), service, policy(9090)), []);
});
