import assert from "node:assert/strict";
import { it } from "node:test";
import { endsAtOnce } from "../../../src/check/programs/ends-at-once.ts";
import { missingSetting } from "../../../src/check/programs/missing-setting.ts";
import { refusedUser } from "../../../src/check/programs/refused-user.ts";
import { unwritablePath } from "../../../src/check/programs/unwritable-path.ts";
import { configMap, deployment, found } from "./found.ts";

const env = (name: string, value: string) =>
  `env: [{ name: ${name}, value: ${JSON.stringify(value)} }]`;

it("a database needs its password, in whatever form", async () => {
  const bad = [
    'image: "postgres:17"',
    'image: "postgres"',
    'image: "registry.example.com/hub/library/postgres:17-alpine"',
    `image: "postgres:17", ${env("POSTGRES_PASSWORD", "")}`,
    `image: "postgres:17", ${env("POSTGRES_HOST_AUTH_METHOD", "md5")}`,
    'image: "mysql:8", args: ["--port=3307"]',
    'image: "mariadb:11"',
    'image: "bitnami/redis:7.4"',
  ];
  for (const each of bad)
    assert.equal((await found(missingSetting, deployment(each))).length, 1, each);
  const fine = [
    `image: "postgres:17", ${env("POSTGRES_PASSWORD", "x")}`,
    `image: "postgres:17", ${env("POSTGRES_HOST_AUTH_METHOD", "trust")}`,
    `image: "postgres:17", ${env("POSTGRES_PASSWORD_FILE", "/run/password")}`,
    'image: "postgres:17", env: [{ name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: p } } }]',
    // A Secret that is not in the input may have any variable.
    'image: "postgres:17", envFrom: [{ secretRef: { name: db } }]',
    // It did not ask before 2020, and nobody knows what a word of one's own means.
    'image: "postgres:9.6.2-alpine"',
    'image: "postgres:12.1"',
    'image: "postgres:production"',
    // A client, and a script.
    'image: "postgres:17", command: [pg_dump, -h, db]',
    'image: "postgres:17", command: [sh, -c, "sleep 1; postgres"]',
    'image: "postgres:17", args: [pg_isready]',
    'image: "example.com/postgres:17"',
    'image: "mariadb:11", env: [{ name: MYSQL_ROOT_PASSWORD, value: x }]',
  ];
  for (const each of fine)
    assert.deepEqual(await found(missingSetting, deployment(each)), [], each);
});

it("variables of a ConfigMap in the input are known", async () => {
  const db = deployment('image: "postgres:17", envFrom: [{ configMapRef: { name: db } }]');
  assert.equal((await found(missingSetting, db, configMap("db", "POSTGRES_DB", "shop"))).length, 1);
  assert.deepEqual(await found(missingSetting, db, configMap("db", "POSTGRES_PASSWORD", "x")), []);
});

it("the kubelet refuses root, and names, for runAsNonRoot", async () => {
  const pod = "securityContext: { runAsNonRoot: true }";
  for (const image of ["nginx:1.29", "redis:8", "prom/prometheus:v3.5.0", "busybox:1.37"])
    assert.equal(
      (await found(refusedUser, deployment(`image: "${image}"`, { pod }))).length,
      1,
      image,
    );
  for (const image of [
    "nginxinc/nginx-unprivileged:1.29",
    "grafana/grafana:12.0.0",
    "example.com/nginx:v1",
  ])
    assert.deepEqual(await found(refusedUser, deployment(`image: "${image}"`, { pod })), [], image);
  const nginx = 'image: "nginx:1.29"';
  assert.deepEqual(await found(refusedUser, deployment(nginx)), []);
  const user = "securityContext: { runAsNonRoot: true, runAsUser: 101 }";
  assert.deepEqual(await found(refusedUser, deployment(nginx, { pod: user })), []);
  const own = `${nginx}, securityContext: { runAsNonRoot: false }`;
  assert.deepEqual(await found(refusedUser, deployment(own, { pod })), []);
});

const READ_ONLY = "securityContext: { readOnlyRootFilesystem: true }";
const mounts = (...paths: readonly string[]) =>
  `volumeMounts: [${paths.map((path) => `{ name: tmp, mountPath: ${path} }`).join(", ")}]`;
const pod = "volumes: [{ name: tmp, emptyDir: {} }, { name: config, configMap: { name: config } }]";
const unwritable = (container: string, ...more: readonly string[]) =>
  found(unwritablePath, deployment(container, { pod }), ...more);

it("a read-only root needs folders to write to", async () => {
  const nginx = `image: "nginx:1.29", ${READ_ONLY}`;
  assert.match((await unwritable(nginx))[0] ?? "", /\/var\/cache\/nginx.* and \/var\/run/);
  assert.match(
    (await unwritable(`${nginx}, ${mounts("/var/cache/nginx")}`))[0] ?? "",
    /\/var\/run \(nginx.pid\)/,
  );
  const fine = [
    `${nginx}, ${mounts("/var/cache/nginx", "/run")}`,
    `${nginx}, ${mounts("/var/cache", "/var/run")}`,
    `image: "nginxinc/nginx-unprivileged:1.29", ${READ_ONLY}, ${mounts("/tmp")}`,
    `image: "postgres:17", ${READ_ONLY}, ${mounts("/var/run/postgresql")}`,
    `image: "grafana/grafana:12.0.0", ${READ_ONLY}, ${env("GF_PATHS_DATA", "/data")}`,
    `image: "nginx:1.29", ${READ_ONLY}, command: [sh, -c, "nginx -t; sleep 1 || true"]`,
    `image: "prom/prometheus:v3.5.0", ${READ_ONLY}`,
    `image: "example.com/a:v1", command: [gunicorn, a, --worker-tmp-dir=/dev/shm], ${READ_ONLY}`,
  ];
  for (const each of fine) assert.deepEqual(await unwritable(each), [], each);
  for (const each of [
    `image: "postgres:17", ${READ_ONLY}`,
    `image: "mongo:8", ${READ_ONLY}`,
    `image: "example.com/a:v1", command: [gunicorn, a], ${READ_ONLY}`,
  ])
    assert.equal((await unwritable(each)).length, 1, each);
});

it("nginx's own configuration may send it elsewhere", async () => {
  const nginx = `image: "nginx:1.29", ${READ_ONLY}, volumeMounts: [{ name: tmp, mountPath: /tmp }, { name: config, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf }]`;
  const conf = (text: string) =>
    configMap("config", "nginx.conf", `${text}events {}\nhttp { TEMP include mime.types; }`);
  assert.equal((await unwritable(nginx, conf(""))).length, 1);
  const moved = conf("pid /tmp/nginx.pid;\n").replace("TEMP", "client_body_temp_path /tmp/a;");
  assert.deepEqual(await unwritable(nginx, moved), []);
});

it("a user who may not write is as bad", async () => {
  const user = (id: number) => `securityContext: { runAsUser: ${id} }`;
  assert.match((await unwritable(`image: "nginx:1.29", ${user(101)}`))[0] ?? "", /it runs as 101/);
  assert.deepEqual(await unwritable(`image: "nginx:1.29", ${user(0)}`), []);
  assert.deepEqual(await unwritable(`image: "postgres:17", ${user(1000)}`), []);
  assert.deepEqual(
    await unwritable(`image: "example.com/nginx:v1", command: [nginx], ${user(101)}`),
    [],
  );
});

it("a container with nothing to do ends", async () => {
  const bad = [
    'image: "busybox"',
    'image: "ubuntu:24.04"',
    'image: "node:22"',
    'image: "alpine:3", command: [echo, hello]',
    'image: "alpine:3", command: [sh, -c, "date"]',
  ];
  for (const each of bad) assert.equal((await found(endsAtOnce, deployment(each))).length, 1, each);
  const fine = [
    'image: "busybox", command: [sleep, infinity]',
    'image: "busybox", args: [httpd, -f]',
    'image: "ubuntu:24.04", stdin: true',
    'image: "ubuntu:24.04", tty: true',
    'image: "example.com/alpine:3"',
    'image: "alpine:3", command: [sh, -c, "while true; do date; sleep 5; done"]',
    'image: "alpine:3", command: [sh, -c, "echo started; exec ./server"]',
  ];
  for (const each of fine) assert.deepEqual(await found(endsAtOnce, deployment(each)), [], each);
  const aside = 'initContainers: [{ name: a, image: "busybox" }]';
  assert.deepEqual(await found(endsAtOnce, deployment('image: "nginx:1.29"', { pod: aside })), []);
  const once =
    "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { restartPolicy: Never, containers: [{ name: a, image: busybox }] }\n";
  assert.deepEqual(await found(endsAtOnce, once), []);
});
