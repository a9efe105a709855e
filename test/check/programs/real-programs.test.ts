import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { invalidNginxConfig } from "../../../src/check/programs/invalid-nginx-config.ts";
import { invalidPrometheusConfig } from "../../../src/check/programs/invalid-prometheus-config.ts";
import { needs, searchPath } from "../../programs/installed.ts";
import { configMap, deployment, found } from "./found.ts";

/** Whether a program takes a file. */
function takes(name: string, text: string, command: (file: string) => readonly string[]): boolean {
  const folder = mkdtempSync(join(tmpdir(), "slipway-real-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    const [program = "", ...args] = command(file);
    const { status, error } = spawnSync(program, args, {
      env: { ...process.env, PATH: searchPath },
    });
    assert.equal(error, undefined);
    return status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const servers: readonly string[] = [
  "server { listen 8080; location / { return 200 'ok'; } }",
  "server { listen 8080 }",
  "server {\n listen 8080\n root /x;\n}",
  "server { listen 8080;",
  "server { listen 8080; } }",
  'server { add_header X "a; }',
  "http { server { listen 8080; } }",
  "worker_processes 2;\nserver { listen 8080; }",
  'server { listen 8080; location ~ "^/(\\d{2})/" { return 200; } }',
  "server { listen 8080; location ~ ^/(\\d{2})/ { return 200; } }",
  "map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
  "upstream a { server 127.0.0.1:1; }\nserver { listen 8080; location / { proxy_pass http://a; } }",
  "server { listen 8080; return 301 https://$host$request_uri; }",
  "log_format x '$remote_addr'\n  '$request';",
  "",
];

suite("nginx -t", needs("nginx"), () => {
  const pod = deployment(
    'image: "nginx:1.29", volumeMounts: [{ name: c, mountPath: /etc/nginx/conf.d }]',
    { pod: "volumes: [{ name: c, configMap: { name: c } }]" },
  );
  for (const text of servers)
    test(JSON.stringify(text), async () => {
      const isFine =
        (await found(invalidNginxConfig, pod, configMap("c", "a.conf", text))).length === 0;
      const real = takes("a.conf", text, (file) => {
        const main = file.replace("a.conf", "nginx.conf");
        writeFileSync(
          main,
          `pid ${main}.pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; include ${file}; }`,
        );
        return ["nginx", "-t", "-c", main];
      });
      assert.equal(isFine, real);
    });
});

const scrapes: readonly string[] = [
  "scrape_configs: [{ job_name: a }]",
  "scrape_configs: [{ job_name: a }, { job_name: a }]",
  "scrape_configs: [{ metrics_path: /m }]",
  "global: { scrape_interval: 10s }\nscrape_configs: [{ job_name: a, scrape_timeout: 20s }]",
  "global: { scrape_interval: 10s }\nscrape_configs: [{ job_name: a, scrape_timeout: 20s, scrape_interval: 1m }]",
  'scrape_configs: [{ job_name: a, static_configs: [{ targets: ["http://a:80"] }] }]',
  'scrape_configs: [{ job_name: a, static_configs: [{ targets: ["http://a:80"] }], relabel_configs: [{ target_label: x, replacement: "y" }] }]',
  'scrape_configs: [{ job_name: a, static_configs: [{ targets: ["http://a:80"] }], relabel_configs: [{ source_labels: [__address__], target_label: __param_target }, { target_label: __address__, replacement: "b:9115" }] }]',
  "scrape_configs: [{ job_name: a, static_config: [] }]",
  "scrape_configs: [{ job_name: a, scrape_interval: 1.5m }]",
  "scrape_configs: [{ job_name: a, scrape_interval: 1h30m }]",
  "rule_file: []\nscrape_configs: [{ job_name: a }]",
  "global: { evaluation_intervall: 1m }\nscrape_configs: [{ job_name: a }]",
];

suite("promtool check config", needs("promtool"), () => {
  for (const text of scrapes)
    test(JSON.stringify(text), async () => {
      const isFine =
        (await found(invalidPrometheusConfig, configMap("c", "prometheus.yml", text))).length === 0;
      assert.equal(
        isFine,
        takes("p.yml", text, (file) => ["promtool", "check", "config", "--syntax-only", file]),
      );
    });
});
