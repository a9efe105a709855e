import assert from "node:assert/strict";
import { it } from "node:test";
import { dataOutsideVolume } from "../../../src/check/programs/data-outside-volume.ts";
import { exporterWithoutTarget } from "../../../src/check/programs/exporter-without-target.ts";
import { unreadConfig } from "../../../src/check/programs/unread-config.ts";
import { configMap, deployment, found } from "./found.ts";

const claim = (container: string, path: string, more = "") =>
  deployment(`${container}, volumeMounts: [{ name: data, mountPath: ${path} }${more}]`, {
    pod: "volumes: [{ name: data, persistentVolumeClaim: { claimName: db } }, { name: other, emptyDir: {} }]",
  });

it("a database's volume is where its data is", async () => {
  const bad = [
    claim('image: "redis:8"', "/var/lib/redis"),
    claim('image: "postgres:17"', "/var/lib/postgresql"),
    claim('image: "postgres:18"', "/var/lib/postgresql/data"),
    claim('image: "mongo:8"', "/data"),
    claim('image: "bitnami/postgresql:16"', "/var/lib/postgresql/data"),
  ];
  for (const text of bad) assert.equal((await found(dataOutsideVolume, text)).length, 1, text);
  const fine = [
    claim('image: "redis:8"', "/data"),
    claim('image: "redis:8", args: ["--dir", "/var/lib/redis"]', "/var/lib/redis"),
    claim('image: "postgres:17"', "/var/lib/postgresql/data/"),
    claim('image: "postgres:18"', "/var/lib/postgresql"),
    claim('image: "postgres:18"', "/var/lib/postgresql/18/docker"),
    claim('image: "postgres"', "/var/lib/postgresql"),
    claim('image: "postgres:17", env: [{ name: PGDATA, value: /pg }]', "/pg"),
    claim('image: "postgres:17"', "/backups"),
    claim('image: "postgres:17", command: [pg_dump]', "/out"),
    claim('image: "redis:8"', "/snapshots", ", { name: other, mountPath: /data }"),
    claim('image: "example.com/redis:8"', "/var/lib/redis"),
  ];
  for (const text of fine) assert.deepEqual(await found(dataOutsideVolume, text), [], text);
});

const exporter = (image: string, more = "") => `image: "${image}"${more}`;
const POSTGRES = "quay.io/prometheuscommunity/postgres-exporter:v0.17.1";
const REDIS = "oliver006/redis_exporter:v1.74.0";

it("an exporter is told what to watch, or finds it beside it", async () => {
  assert.match(
    (await found(exporterWithoutTarget, deployment(exporter(POSTGRES))))[0] ?? "",
    /asks no database/,
  );
  const half = exporter(POSTGRES, ", env: [{ name: DATA_SOURCE_PASS, value: x }]");
  assert.equal((await found(exporterWithoutTarget, deployment(half))).length, 1);
  assert.equal((await found(exporterWithoutTarget, deployment(exporter(REDIS)))).length, 1);
  const fine = [
    deployment(
      exporter(
        POSTGRES,
        ", env: [{ name: DATA_SOURCE_NAME, valueFrom: { secretKeyRef: { name: a, key: b } } }]",
      ),
    ),
    deployment(exporter(POSTGRES, ", envFrom: [{ secretRef: { name: a } }]")),
    deployment(exporter(POSTGRES, ', args: ["--config.file=/a.yml"]')),
    deployment(exporter(REDIS, ', args: ["--redis.addr=redis://cache:6379"]')),
    deployment(exporter(REDIS), { beside: '{ name: cache, image: "redis:8" }' }),
    deployment(exporter(REDIS), { beside: '{ name: cache, image: "example.com/cache:v1" }' }),
    deployment(exporter("prom/node-exporter:v1.9.1")),
  ];
  for (const text of fine) assert.deepEqual(await found(exporterWithoutTarget, text), [], text);
});

const mounted = (container: string, path: string, more = "") =>
  deployment(`${container}, volumeMounts: [{ name: config, mountPath: ${path}${more} }]`, {
    pod: "volumes: [{ name: config, configMap: { name: config } }]",
  });
const conf = (key: string, text = "port 6379\n") => configMap("config", key, text);

it("a configuration file that nothing names is never read", async () => {
  const bad: [string, string][] = [
    [mounted('image: "redis:8"', "/usr/local/etc/redis"), conf("redis.conf")],
    [
      mounted(
        'image: "redis:8", args: [redis-server]',
        "/etc/redis/redis.conf",
        ", subPath: redis.conf",
      ),
      conf("redis.conf"),
    ],
    [mounted('image: "postgres:17"', "/etc/postgresql"), conf("postgresql.conf", "port = 5432\n")],
    [
      mounted('image: "prom/prometheus:v3.5.0"', "/etc/config"),
      conf("prometheus.yml", "global: {}\n"),
    ],
    [mounted('image: "mysql:8"', "/etc/mysql-config"), conf("my.cnf", "[mysqld]\nport=3306\n")],
  ];
  for (const texts of bad) assert.equal((await found(unreadConfig, ...texts)).length, 1, texts[0]);
});

it("it is read where an argument names it or its folder, or where the program looks", async () => {
  const fine: [string, string][] = [
    [mounted('image: "redis:8", args: ["/conf/redis.conf"]', "/conf"), conf("redis.conf")],
    [
      mounted('image: "redis:8", command: [redis-server, /conf/redis.conf]', "/conf"),
      conf("redis.conf"),
    ],
    [
      mounted(
        'image: "redis:8", command: [sh, -c, "cp /conf/redis.conf /data; redis-server /data/redis.conf"]',
        "/conf",
      ),
      conf("redis.conf"),
    ],
    [
      mounted('image: "postgres:17", args: ["-c", "config_file=/conf/postgresql.conf"]', "/conf"),
      conf("postgresql.conf"),
    ],
    [mounted('image: "prom/prometheus:v3.5.0"', "/etc/prometheus"), conf("prometheus.yml")],
    [
      mounted('image: "prom/prometheus:v3.5.0", args: ["--config.file=/a/prometheus.yml"]', "/a"),
      conf("prometheus.yml"),
    ],
    [mounted('image: "mysql:8"', "/etc/mysql/conf.d"), conf("my.cnf")],
    [
      mounted('image: "nginx:1.29"', "/etc/nginx/nginx.conf", ", subPath: nginx.conf"),
      conf("nginx.conf", "events {}"),
    ],
    [mounted('image: "redis:8"', "/etc/app"), conf("app.conf")],
    [mounted('image: "example.com/redis:8"', "/etc/redis"), conf("redis.conf")],
  ];
  for (const texts of fine) assert.deepEqual(await found(unreadConfig, ...texts), [], texts[0]);
});
