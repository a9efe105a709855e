import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "js-yaml";
import {
  alerts,
  dashboard,
  external,
  namespace,
  notifications,
  recordings,
  scheduler,
  scrapeConfig,
  secret,
  text,
  web,
  worker,
} from "../../src/index.ts";
import { app, resources } from "../platform/shop.ts";
import { isYaml, type Loose, objects } from "./objects.ts";

const plain = { image: app, resources, scale: 1 };
const shop = web("shop", {
  ...plain,
  port: { http: 80, admin: 81 },
  metrics: { port: "admin", path: "/stats", interval: "15s" },
  services: { direct: "headless" },
});

test("metrics: a monitor of the first Service alone, labelled so that Prometheus finds it", () => {
  const environment = { cluster: { monitoring: { labels: { release: "prometheus" } } } };
  const found = objects({ shop }, environment);
  const { metadata, spec } = found.get("ServiceMonitor", "shop");
  assert.equal(metadata.labels.release, "prometheus");
  isYaml(
    spec,
    `
jobLabel: app.kubernetes.io/name
selector: { matchLabels: { slipway.dev/service: shop } }
endpoints: [{ port: admin, path: /stats, interval: 15s }]
`,
  );
  const label = (name: string) => found.get("Service", name).metadata.labels["slipway.dev/service"];
  assert.deepEqual([label("shop"), label("direct")], ["shop", "direct"]);
});

test("workers and schedulers with metrics are watched too", () => {
  const part = { image: app, resources, port: { metrics: 9540 }, metrics: true } as const;
  const found = objects({
    tasks: worker("tasks", { ...part, scale: 1 }),
    beat: scheduler("beat", part),
  });
  assert.deepEqual(found.names("ServiceMonitor"), ["tasks", "beat"]);
  assert.deepEqual(found.names("Service"), ["tasks", "beat"]);
  isYaml(
    found.get("ServiceMonitor", "beat").spec.endpoints,
    "[{ port: metrics, path: /metrics, interval: 30s }]",
  );
});

const rules = alerts("rules", {
  shop: {
    Down: {
      expr: text`absent(up{namespace="${namespace}"})
        == 1`,
      for: "5m",
      severity: "critical",
      summary: "The shop is down",
      description: "Nobody can buy",
    },
    Slow: { expr: "latency > 1", severity: "warning", summary: "The shop is slow" },
  },
});
const series = recordings("series", { shop: { "shop:rate5m": "rate(requests[5m])" } });

test("alerts and recordings are PrometheusRules", () => {
  const found = objects({ rules, series });
  isYaml(
    found.get("PrometheusRule", "rules").spec,
    `
groups:
  - name: shop
    rules:
      - alert: Down
        expr: absent(up{namespace="shop"}) == 1
        for: 5m
        labels: { severity: critical, namespace: shop }
        annotations: { summary: The shop is down, description: Nobody can buy }
      - alert: Slow
        expr: latency > 1
        labels: { severity: warning, namespace: shop }
        annotations: { summary: The shop is slow }
`,
  );
  isYaml(
    found.get("PrometheusRule", "series").spec,
    "groups: [{ name: shop, rules: [{ record: 'shop:rate5m', expr: 'rate(requests[5m])', labels: { namespace: shop } }] }]",
  );
});

test("notifications: a mail for each severity", () => {
  const mail = external("mail", { host: "smtp.example", port: 587 });
  const key = secret("mailbox", ["PASSWORD"]).key("PASSWORD");
  const to = { critical: "oncall@shop.example", warning: "team@shop.example" };
  const onCall = notifications("on-call", {
    server: mail,
    from: "a@b.example",
    user: "a",
    password: key,
    to,
  });
  const { spec } = objects({ onCall }).get("AlertmanagerConfig", "on-call");
  assert.deepEqual(
    spec.route.routes.map((route: Loose) => route.receiver),
    ["critical", "warning"],
  );
  isYaml(
    spec.receivers[0],
    `
name: critical
emailConfigs:
  - to: oncall@shop.example
    from: a@b.example
    smarthost: smtp.example:587
    authUsername: a
    authPassword: { name: mailbox, key: PASSWORD }
    sendResolved: true
`,
  );
});

test("a dashboard is a ConfigMap that Grafana's sidecar finds", () => {
  const found = objects({
    overview: dashboard("overview", { dashboard: { title: "Shop" } }),
    other: dashboard("other", { dashboard: {}, labels: { find: "me" } }),
  });
  const { metadata, data } = found.get("ConfigMap", "overview");
  assert.deepEqual(
    [metadata.labels.grafana_dashboard, JSON.parse(data["overview.json"])],
    ["1", { title: "Shop" }],
  );
  const labels = found.get("ConfigMap", "other").metadata.labels;
  assert.deepEqual([labels.find, labels.grafana_dashboard], ["me", undefined]);
});

test("a prometheus.yml with the same targets and rules", () => {
  const prometheus = scrapeConfig("prometheus", {
    scrape: [shop],
    rules: [rules, series],
    alertmanager: "am:9093",
  });
  const { data } = objects({ prometheus, shop }).get("ConfigMap", "prometheus");
  const yml: Loose = load(data["prometheus.yml"]);
  const [job] = yml.scrape_configs;
  assert.deepEqual(
    [job.job_name, job.metrics_path, job.scrape_interval],
    ["shop", "/stats", "15s"],
  );
  assert.deepEqual(job.kubernetes_sd_configs[0].namespaces.names, ["shop"]);
  const kept = job.relabel_configs
    .filter((one: Loose) => one.action === "keep")
    .map((one: Loose) => one.regex);
  assert.deepEqual(kept, ["shop", "admin"]);
  assert.deepEqual(yml.alerting.alertmanagers[0].static_configs[0].targets, ["am:9093"]);
  assert.deepEqual(yml.rule_files, ["/etc/prometheus/*.rules.yml"]);
  assert.deepEqual(Object.keys(data), ["prometheus.yml", "rules.rules.yml", "series.rules.yml"]);
  assert.equal((load(data["rules.rules.yml"]) as Loose).groups[0].rules.length, 2);
});
