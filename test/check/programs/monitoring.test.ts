import assert from "node:assert/strict";
import { it } from "node:test";
import { alertWithoutJob } from "../../../src/check/programs/alert-without-job.ts";
import { invalidAlertmanagerConfig } from "../../../src/check/programs/invalid-alertmanager-config.ts";
import { invalidNginxConfig } from "../../../src/check/programs/invalid-nginx-config.ts";
import { invalidPrometheusConfig } from "../../../src/check/programs/invalid-prometheus-config.ts";
import { localhostReceiver } from "../../../src/check/programs/localhost-receiver.ts";
import { unloadedRules } from "../../../src/check/programs/unloaded-rules.ts";
import { configMap, deployment, found } from "./found.ts";

const prometheus = (text: string, key = "prometheus.yml") =>
  configMap("prometheus", key, `global: {}\n${text}`);
const jobs = (...all: readonly string[]) =>
  prometheus(`scrape_configs:\n${all.map((job) => `  - ${job}\n`).join("")}`);

it("what Prometheus refuses", async () => {
  const bad: [string, RegExp][] = [
    [jobs("{ job_name: a }", "{ job_name: a }"), /the job_name "a" is there twice/],
    [jobs("{ metrics_path: /m }"), /has no job_name/],
    [
      jobs("{ job_name: a, scrape_timeout: 20s, scrape_interval: 15s }"),
      /longer than the scrape interval 15s/,
    ],
    [
      jobs('{ job_name: a, static_configs: [{ targets: ["http://a:80"] }] }'),
      /"http:\/\/a:80" is no host/,
    ],
    [jobs('{ job_name: a, static_config: [{ targets: ["a:80"] }] }'), /no field static_config$/],
    [jobs("{ job_name: a, scrape_interval: 1.5m }"), /"1.5m" is no duration/],
    [prometheus("rule_file: [a]\nscrape_configs: [{ job_name: a }]\n"), /no field rule_file$/],
  ];
  for (const [text, says] of bad)
    assert.match((await found(invalidPrometheusConfig, text)).join(), says, text);
});

it("what Prometheus takes, and what is not for it", async () => {
  const fine = [
    jobs("{ job_name: a, scrape_timeout: 10s, scrape_interval: 15s }"),
    jobs(
      '{ job_name: a, static_configs: [{ targets: ["https://a/"] }], relabel_configs: [{ target_label: __address__ }] }',
    ),
    jobs("{ job_name: a, eureka_sd_configs: [], something_new_of_4: 1 }"),
    configMap("agent", "config.yml", "server: {}\nscrape_configs: [{ job: a }]\nclients: []\n"),
    configMap("other", "values.yaml", "scrape_configs: text\n"),
    configMap("broken", "prometheus.yml", "scrape_configs: [\n"),
  ];
  for (const text of fine) assert.deepEqual(await found(invalidPrometheusConfig, text), [], text);
});

it("alerts ask for jobs that are scraped", async () => {
  const rules = (expr: string) =>
    configMap(
      "rules",
      "alerts.yml",
      `groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: '${expr}'\n`,
    );
  const api = jobs('{ job_name: api, static_configs: [{ targets: ["a:80"] }] }');
  assert.match(
    (await found(alertWithoutJob, api, rules('up{job="apis"} == 0')))[0] ?? "",
    /A asks for job "apis"/,
  );
  for (const expr of [
    'up{job="api"} == 0',
    'up{job=~"x|y"} == 0',
    'absent(up{job="x"})',
    'up{x="job"} > 0',
  ])
    assert.deepEqual(await found(alertWithoutJob, api, rules(expr)), [], expr);
  const lost = rules('up{job="node"} == 0');
  for (const text of [
    jobs("{ job_name: api, honor_labels: true }"),
    jobs("{ job_name: api, file_sd_configs: [{ files: [a] }] }"),
    jobs(
      "{ job_name: api, kubernetes_sd_configs: [{ role: pod }], relabel_configs: [{ source_labels: [a], target_label: job }] }",
    ),
    jobs('{ job_name: api, static_configs: [{ targets: ["a:80"], labels: { job: node } }] }'),
  ])
    assert.deepEqual(await found(alertWithoutJob, text, lost), [], text);
});

const server = (args = "") =>
  deployment(
    `image: "prom/prometheus:v3.5.0"${args}, volumeMounts: [{ name: c, mountPath: /etc/prometheus }, { name: r, mountPath: /etc/rules }]`,
    {
      pod: "volumes: [{ name: c, configMap: { name: prometheus } }, { name: r, configMap: { name: rules } }]",
    },
  );

it("rule files are among rule_files", async () => {
  const rules = configMap(
    "rules",
    "a.yml",
    "groups: [{ name: g, rules: [{ alert: A, expr: up }] }]\n",
  );
  const config = (patterns: string) => prometheus(`rule_files: ${patterns}\nscrape_configs: []\n`);
  for (const patterns of ["[]", "[rules/*.yml]", "[/etc/rules/*.yaml]"])
    assert.equal(
      (await found(unloadedRules, server(), config(patterns), rules)).length,
      1,
      patterns,
    );
  for (const patterns of [
    "[/etc/rules/*.yml]",
    '["/etc/rules/*"]',
    "[../rules/a.yml, /etc/rules/a.yml]",
    '["/etc/*/a.yml"]',
  ])
    assert.deepEqual(await found(unloadedRules, server(), config(patterns), rules), [], patterns);
  assert.deepEqual(
    await found(unloadedRules, server(', args: ["--config.file=/x.yml"]'), config("[]"), rules),
    [],
  );
});

const alerts = (text: string) => configMap("alertmanager", "alertmanager.yml", text);

it("routes lead to receivers that are there", async () => {
  const bad: [string, RegExp][] = [
    ["route: { receiver: b }\nreceivers: [{ name: a }]\n", /there is no receiver "b"/],
    [
      "route: { receiver: a, routes: [{ routes: [{ receiver: c }] }] }\nreceivers: [{ name: a }]\n",
      /no receiver "c"/,
    ],
    ["route: { receiver: a }\nreceivers: [{ name: a }, { name: a }]\n", /is there twice/],
    ["route: { group_by: [x] }\nreceivers: [{ name: a }]\n", /the first route has no receiver/],
  ];
  for (const [text, says] of bad)
    assert.match((await found(invalidAlertmanagerConfig, alerts(text))).join(), says, text);
  const fine =
    "route: { receiver: a, routes: [{ matchers: [x=y] }, { receiver: b }] }\nreceivers: [{ name: a }, { name: b }]\n";
  assert.deepEqual(await found(invalidAlertmanagerConfig, alerts(fine)), []);
  const collector = "receivers: { otlp: {} }\nservice: {}\n";
  assert.deepEqual(await found(invalidAlertmanagerConfig, alerts(collector)), []);
});

it("the operator's resource is judged alike", async () => {
  const resource = (receiver: string) => `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: a, namespace: shop }
spec: { route: { receiver: ${receiver} }, receivers: [{ name: chat, webhookConfigs: [{ url: "http://127.0.0.1:9/" }] }] }
`;
  assert.equal((await found(invalidAlertmanagerConfig, resource("chta"))).length, 1);
  assert.deepEqual(await found(invalidAlertmanagerConfig, resource("chat")), []);
  assert.equal((await found(localhostReceiver, resource("chat"))).length, 1);
});

it("nobody is told through localhost, unless a sidecar is", async () => {
  const hook = (url: string) =>
    alerts(
      `route: { receiver: a }\nreceivers: [{ name: a, webhook_configs: [{ url: "${url}" }] }]\n`,
    );
  assert.equal((await found(localhostReceiver, hook("http://localhost:5001/x"))).length, 1);
  assert.deepEqual(await found(localhostReceiver, hook("http://bridge:5001/x")), []);
  assert.deepEqual(await found(localhostReceiver, hook("http://localhost.example.org/")), []);
  const beside = deployment('image: "prom/alertmanager:v0.28.1"', {
    beside: '{ name: bridge, image: "example.com/b:v1" }',
  });
  assert.deepEqual(await found(localhostReceiver, hook("http://localhost:5001/x"), beside), []);
});

const nginx = (key: string, path: string, more = "") =>
  deployment(`image: "nginx:1.29", volumeMounts: [{ name: c, mountPath: ${path}${more} }]`, {
    pod: "volumes: [{ name: c, configMap: { name: nginx } }]",
    metadata: `annotations: { key: ${key} }`,
  });

it("what nginx refuses", async () => {
  const folder = nginx("a", "/etc/nginx/conf.d");
  const main = nginx("b", "/etc/nginx/nginx.conf", ", subPath: nginx.conf");
  const bad: [string, string, string, RegExp][] = [
    [folder, "default.conf", "server { listen 80 }", /not ended by ";"/],
    [folder, "default.conf", "http { server {} }", /http is of the main file alone/],
    [
      folder,
      "default.conf",
      "worker_processes 2;\nserver {}",
      /worker_processes is of the main file/,
    ],
    [main, "nginx.conf", "http { server {} }", /no "events" section/],
    [main, "nginx.conf", "events {}\nserver {}", /server belongs into the http block/],
    [main, "nginx.conf", "events {}\nhttp { listen 80; }", /listen belongs into a server block/],
  ];
  for (const [pod, key, text, says] of bad)
    assert.match(
      (await found(invalidNginxConfig, pod, configMap("nginx", key, text))).join(),
      says,
      text,
    );
  const fine: [string, string, string][] = [
    [folder, "default.conf", "upstream a { server a:80; }\nserver { listen 80; }"],
    [folder, "notes.txt", "http {"],
    [
      main,
      "nginx.conf",
      "events {}\nhttp { server { listen 80; } }\nstream { server { listen 53; } }",
    ],
    [nginx("c", "/etc/nginx/templates"), "default.conf.template", "server { listen ${PORT} }"],
    [nginx("d", "/srv"), "default.conf", "server {"],
  ];
  for (const [pod, key, text] of fine)
    assert.deepEqual(await found(invalidNginxConfig, pod, configMap("nginx", key, text)), [], text);
});
