import assert from "node:assert/strict";
import { it } from "node:test";
import { boundToLocalhost } from "../../../src/check/programs/bound-to-localhost.ts";
import { foreignProbe } from "../../../src/check/programs/foreign-probe.ts";
import { unheardPort } from "../../../src/check/programs/unheard-port.ts";
import { unheardScrape } from "../../../src/check/programs/unheard-scrape.ts";
import { configMap, deployment, found, service } from "./found.ts";

const probe = (port: number | string) => `readinessProbe: { tcpSocket: { port: ${port} } }`;

it("a probe or a Service asks a port on which the program does not listen", async () => {
  assert.deepEqual(await found(unheardPort, deployment(`image: "redis:8", ${probe(6380)}`)), [
    "Redis listens on 6379 (its default), not on 6380; the readiness probe of web asks that",
  ]);
  const sends = service("web", "[{ port: 80, targetPort: 8080 }]");
  assert.deepEqual(await found(unheardPort, deployment('image: "nginx:1.29"'), sends), [
    "nginx listens on 80 (its default), not on 8080; Service web asks that",
  ]);
});

it("settings move a port: arguments, variables, files", async () => {
  const fine = [
    deployment(`image: "redis:8", args: ["--port", "6380"], ${probe(6380)}`),
    deployment(`image: "redis:8", command: [redis-server, --port=6380], ${probe(6380)}`),
    deployment(`image: "postgres:17", args: ["-c", "port=5433"], ${probe(5433)}`),
    deployment(`image: "postgres:17", env: [{ name: PGPORT, value: "5433" }], ${probe(5433)}`),
    deployment(
      `image: "prom/prometheus:v3.5.0", args: ["--web.listen-address=:8080"], ${probe(8080)}`,
    ),
    deployment(
      `image: "grafana/grafana:12.0.0", env: [{ name: GF_SERVER_HTTP_PORT, value: "8080" }], ${probe(8080)}`,
    ),
    deployment(`image: "quay.io/prometheuscommunity/postgres-exporter:v0.17.1", ${probe(9187)}`),
  ];
  for (const text of fine) {
    assert.deepEqual(await found(unheardPort, text), [], text);
    const [wrong] = await found(
      unheardPort,
      text.replace(/tcpSocket: \{ port: \d+/, "tcpSocket: { port: 7777"),
    );
    assert.match(wrong ?? "", /not on 7777/, text);
  }
});

const MOUNT = "volumeMounts: [{ name: config, mountPath: PATH }]";
const mounted = (image: string, path: string, rest: string) =>
  deployment(`image: "${image}", ${MOUNT.replace("PATH", path)}, ${rest}`, {
    pod: "volumes: [{ name: config, configMap: { name: config } }]",
  });

it("nginx listens where its servers say", async () => {
  const servers = configMap(
    "config",
    "a.conf",
    "server { listen 8080; }\nserver { listen 127.0.0.1:9000; }",
  );
  const web = mounted("nginx:1.29", "/etc/nginx/conf.d", probe(80));
  assert.match(
    (await found(unheardPort, web, servers))[0] ?? "",
    /listens on 8080 \(listen in line 1/,
  );
  const fine = web.replace(probe(80), probe(8080));
  assert.deepEqual(await found(unheardPort, fine, servers), []);
  const named = mounted("redis:8", "/conf", `args: ["/conf/redis.conf"], ${probe(6379)}`);
  const conf = configMap("config", "redis.conf", "port 6380\n");
  assert.match((await found(unheardPort, named, conf))[0] ?? "", /port in \/conf\/redis.conf/);
});

it("nothing is told where a file, a variable or a script may say otherwise", async () => {
  const open = [
    // A ConfigMap that is not there, a template, an image of one's own, a script, a plugin.
    mounted("nginx:1.29", "/etc/nginx/conf.d", probe(8080)),
    mounted("nginx:1.29", "/etc/nginx/templates", probe(8080)),
    mounted("redis:8", "/conf", `args: ["/conf/redis.conf"], ${probe(6380)}`),
    deployment(`image: "example.com/nginx:v1", ${probe(8080)}`),
    deployment(`image: "example.com/library-nginx/nginx:v1", ${probe(8080)}`),
    deployment(`image: "redis:8", command: [sh, /start.sh], ${probe(6380)}`),
    deployment(`image: "redis:8", args: ["--port", "$(PORT)"], ${probe(6380)}`),
    deployment(
      `image: "grafana/grafana:12.0.0", envFrom: [{ secretRef: { name: x } }], ${probe(8080)}`,
    ),
    deployment(`image: "rabbitmq:4", ${probe(15672)}`),
    deployment(`image: "mysql:8", ${probe(33060)}`),
    deployment(`image: "nginx:1.29", ${probe(8080)}`, { pod: "hostNetwork: true" }),
    deployment(`image: "nginx:1.29", ${probe(9000)}`, {
      beside: '{ name: app, image: "example.com/app:v1" }',
    }),
  ];
  for (const text of open) assert.deepEqual(await found(unheardPort, text), [], text);
});

it("a nginx that includes what is not known may listen anywhere", async () => {
  const main = configMap("config", "nginx.conf", "events {}\nhttp { include /srv/sites/*; }");
  const web = deployment(
    `image: "nginx:1.29", ${probe(8080)}, volumeMounts: [{ name: config, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf }]`,
    { pod: "volumes: [{ name: config, configMap: { name: config } }]" },
  );
  assert.deepEqual(await found(unheardPort, web, main), []);
  const closed = configMap(
    "config",
    "nginx.conf",
    "events {}\nhttp { include mime.types; server {} }",
  );
  assert.match((await found(unheardPort, web, closed))[0] ?? "", /listens on 80/);
});

it("of somebody's own program only a port that nobody asks is told", async () => {
  const command = 'image: "example.com/app:v1", command: [gunicorn, app, "--bind=0.0.0.0:8000"]';
  assert.match(
    (await found(unheardPort, deployment(`${command}, ${probe(8080)}`)))[0] ?? "",
    /8000 \(--bind\)/,
  );
  const both = `${command}, ${probe(8000)}, livenessProbe: { tcpSocket: { port: 9000 } }`;
  assert.deepEqual(await found(unheardPort, deployment(both)), []);
});

it("bound to localhost: by default, by an argument, by a file that is silent", async () => {
  const api = 'image: "example.com/api:v1"';
  const bad = [
    deployment(`${api}, command: [uvicorn, "a:b"], ${probe(8000)}`),
    deployment(`${api}, command: [gunicorn, a, -b, "127.0.0.1:8000"], ${probe(8000)}`),
    deployment(`image: "redis:8", args: ["--bind", "127.0.0.1"], ${probe(6379)}`),
  ];
  for (const text of bad) assert.equal((await found(boundToLocalhost, text)).length, 1, text);
  const db = mounted(
    "postgres:17",
    "/conf",
    `args: [-c, config_file=/conf/postgresql.conf], ${probe(5432)}`,
  );
  const silent = configMap("config", "postgresql.conf", "max_connections = 50\n");
  assert.equal((await found(boundToLocalhost, db, silent)).length, 1);
  const says = configMap("config", "postgresql.conf", "listen_addresses = '*' # all\n");
  assert.deepEqual(await found(boundToLocalhost, db, says), []);
});

it("bound to localhost is fine where nobody comes from outside, or it is not so", async () => {
  const api = 'image: "example.com/api:v1"';
  const fine = [
    deployment(`${api}, command: [uvicorn, "a:b"]`),
    deployment(`${api}, command: [uvicorn, "a:b", --host, 0.0.0.0], ${probe(8000)}`),
    deployment(`${api}, command: [uvicorn, "a:b", --host, "$(POD_IP)"], ${probe(8000)}`),
    deployment(
      `${api}, command: [uvicorn, "a:b"], envFrom: [{ secretRef: { name: x } }], ${probe(8000)}`,
    ),
    deployment(`${api}, command: [uvicorn, "a:b", --uds, /run/a.sock], ${probe(8000)}`),
    deployment(`${api}, command: [gunicorn, a], ${probe(8000)}`),
    deployment(`image: "redis:8", args: ["--bind", "127.0.0.1 10.0.0.1"], ${probe(6379)}`),
    deployment(`image: "postgres:17", ${probe(5432)}`),
  ];
  for (const text of fine) assert.deepEqual(await found(boundToLocalhost, text), [], text);
});

it("a scrape of a port on which nothing of the pod listens", async () => {
  const metadata = 'annotations: { prometheus.io/scrape: "true", prometheus.io/port: "9121" }';
  const cache = 'image: "redis:8"';
  assert.equal((await found(unheardScrape, deployment(cache, { metadata }))).length, 1);
  const beside = '{ name: metrics, image: "oliver006/redis_exporter:v1.74.0" }';
  assert.deepEqual(await found(unheardScrape, deployment(cache, { metadata, beside })), []);
  const own = '{ name: metrics, image: "example.com/metrics:v1" }';
  assert.deepEqual(await found(unheardScrape, deployment(cache, { metadata, beside: own })), []);
  const off = metadata.replace('"true"', '"false"');
  assert.deepEqual(await found(unheardScrape, deployment(cache, { metadata: off })), []);
});

it("a liveness probe of another container's port; readiness is the pod's", async () => {
  const beside = '{ name: proxy, image: "example.com/proxy:v1", ports: [{ containerPort: 8080 }] }';
  const app = (kind: string, more = "ports: [{ containerPort: 9000 }]") =>
    deployment(
      `image: "example.com/app:v1", ${more}${more && ", "}${kind}: { tcpSocket: { port: 8080 } }`,
      { beside },
    );
  assert.equal((await found(foreignProbe, app("livenessProbe"))).length, 1);
  assert.deepEqual(await found(foreignProbe, app("readinessProbe")), []);
  assert.deepEqual(await found(foreignProbe, app("livenessProbe", "")), []);
  assert.deepEqual(
    await found(foreignProbe, app("livenessProbe", "ports: [{ containerPort: 8080 }]")),
    [],
  );
});
