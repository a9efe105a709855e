import assert from "node:assert/strict";
import { it } from "node:test";
import { buildTimeVariable } from "../../../src/check/programs/build-time-variable.ts";
import { countNotReplicas } from "../../../src/check/programs/count-not-replicas.ts";
import { initOfAnotherVersion } from "../../../src/check/programs/init-of-another-version.ts";
import { migrationInEveryReplica } from "../../../src/check/programs/migration-in-every-replica.ts";
import { pipeWithoutPipefail } from "../../../src/check/programs/pipe-without-pipefail.ts";
import { severalSchedulers } from "../../../src/check/programs/several-schedulers.ts";
import { run } from "../../../src/check/run.ts";
import { autoscaler } from "../graphs/found.ts";
import { worldOfText } from "../read.ts";
import { configMap, deployment, found } from "./found.ts";

const APP = 'image: "example.com/app:v1"';
const several = { spec: "replicas: 3" };

it("bundlers read their variables while they build", async () => {
  const web = (name: string, more = "") =>
    deployment(`${APP}, env: [{ name: ${name}, value: x }]${more}`);
  for (const name of ["VITE_URL", "NEXT_PUBLIC_URL", "REACT_APP_URL"])
    assert.equal((await found(buildTimeVariable, web(name))).length, 1, name);
  for (const text of [
    web("API_URL"),
    web("INVITE_URL"),
    web("NUXT_PUBLIC_URL"),
    web("VITE_URL", ", command: [npm, run, dev]"),
    web("VITE_URL", ', command: [sh, -c, "envsubst < a > b && nginx"]'),
    web("NEXT_PUBLIC_BASE_URL").replace("example.com/app", "lukevella/rallly"),
  ])
    assert.deepEqual(await found(buildTimeVariable, text), [], text);
});

it("a program that is published under its own name may write them in at its start", async () => {
  const severities = async (image: string) => {
    const text = deployment(`image: "${image}", env: [{ name: NEXT_PUBLIC_URL, value: x }]`);
    return run([buildTimeVariable], await worldOfText(text)).map(({ severity }) => severity);
  };
  assert.deepEqual(await severities("ghcr.io/linkwarden/linkwarden:v2.9.3"), ["info"]);
  assert.deepEqual(await severities("docker.io/some-wiki/somewiki:v1"), ["info"]);
  // A team's own image is built for it.
  for (const image of ["ghcr.io/shop/web:v1", "shop:v1", "example.com/shop:v1"])
    assert.deepEqual(await severities(image), ["warning"], image);
});

it("several replicas migrate at once, unless the tool takes a lock", async () => {
  const init = (command: string, how = several) =>
    deployment(APP, {
      ...how,
      pod: `initContainers: [{ name: migrate, ${APP}, command: [sh, -c, ${JSON.stringify(command)}] }]`,
    });
  for (const command of [
    "python manage.py migrate --noinput",
    "alembic -c a.ini upgrade head",
    "php artisan migrate --force",
  ])
    assert.equal((await found(migrationInEveryReplica, init(command))).length, 1, command);
  for (const text of [
    init("python manage.py migrate", { spec: "replicas: 1" }),
    init("python manage.py migrate --check"),
    init("bundle exec rails db:migrate"),
    init("npx prisma migrate deploy"),
    init("flock /x python manage.py migrate"),
    init("php artisan migrate --isolated"),
    init("./migrate-data"),
  ])
    assert.deepEqual(await found(migrationInEveryReplica, text), [], text);
  const own = deployment(
    `${APP}, command: [sh, -c, "python manage.py migrate && gunicorn a"]`,
    several,
  );
  assert.equal((await found(migrationInEveryReplica, own)).length, 1);
  const scaled = deployment(`${APP}, command: [sh, -c, "python manage.py migrate && gunicorn a"]`);
  const grows = autoscaler("web", "web").replace("name: web }", "name: web, namespace: shop }");
  assert.equal((await found(migrationInEveryReplica, scaled, grows)).length, 1);
});

it("an init container runs the version that it prepares", async () => {
  const init = (image: string) =>
    deployment(APP, { pod: `initContainers: [{ name: a, image: "${image}" }]` });
  assert.deepEqual(await found(initOfAnotherVersion, init("example.com/app:v2")), [
    "a runs v2 of app, web runs v1",
  ]);
  for (const image of ["example.com/app:v1", "example.com/tools:v2", "busybox:1.37"])
    assert.deepEqual(await found(initOfAnotherVersion, init(image)), [], image);
  const tools = deployment('image: "busybox:1.36", command: [sleep, "9"]', {
    pod: 'initContainers: [{ name: a, image: "busybox:1.37", command: [ls] }]',
  });
  assert.deepEqual(await found(initOfAnotherVersion, tools), []);
});

const stateful = (replicas: number, more: string) =>
  deployment(`${APP}, ${more}`, { spec: `replicas: ${replicas}, serviceName: web` }).replace(
    "kind: Deployment",
    "kind: StatefulSet",
  );

it("a count of shards is the number of replicas", async () => {
  const variable = (name: string, value: string) => `env: [{ name: ${name}, value: "${value}" }]`;
  assert.deepEqual(await found(countNotReplicas, stateful(3, variable("SHARD_COUNT", "4"))), [
    "SHARD_COUNT is 4, and StatefulSet web has 3 replicas",
  ]);
  const from =
    "env: [{ name: TOTAL, valueFrom: { configMapKeyRef: { name: s, key: SHARDS } } }]".replace(
      "TOTAL",
      "TOTAL_SHARDS",
    );
  assert.equal(
    (await found(countNotReplicas, stateful(3, from), configMap("s", "SHARDS", "2"))).length,
    1,
  );
  for (const text of [
    stateful(4, variable("SHARD_COUNT", "4")),
    stateful(3, variable("SHARD_COUNT", "auto")),
    stateful(3, variable("MAX_SHARDS_OPEN", "9")),
    stateful(2, 'env: [{ name: TOTAL_SHARDS, value: "8" }, { name: SHARDS_PER_POD, value: "4" }]'),
    stateful(3, "envFrom: [{ secretRef: { name: x } }]"),
    deployment(`${APP}, ${variable("SHARD_COUNT", "16")}`),
  ])
    assert.deepEqual(await found(countNotReplicas, text), [], text);
});

it("an autoscaler changes the replicas, and not the count", async () => {
  const grows = autoscaler("web", "web", { kind: "StatefulSet" }).replace(
    "name: web }",
    "name: web, namespace: shop }",
  );
  const shards = stateful(2, 'env: [{ name: SHARD_COUNT, value: "2" }]');
  assert.match(
    (await found(countNotReplicas, shards, grows))[0] ?? "",
    /whose SHARD_COUNT stays 2/,
  );
});

const job = (command: string) => `apiVersion: batch/v1
kind: Job
metadata: { name: backup, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: b, image: "postgres:17", command: ${command} }] } } }
`;

it("a dump into a pipe fails unseen without pipefail", async () => {
  const sh = (script: string, shell = '"sh", "-c"') => job(`[${shell}, ${JSON.stringify(script)}]`);
  for (const script of [
    "pg_dump -h db shop | gzip > /b/x.gz",
    "set -e\nPGPASSWORD=$P pg_dumpall |\n  tee /b/x | gzip > /b/x.gz",
    "if ! mysqldump shop | gzip > x; then exit 1; fi",
  ])
    assert.equal((await found(pipeWithoutPipefail, sh(script))).length, 1, script);
  for (const text of [
    sh("set -eo pipefail; pg_dump shop | gzip > x"),
    sh("pg_dump shop | gzip > x", '"bash", "-o", "pipefail", "-c"'),
    sh("pg_dump -Fc shop > x && gzip x"),
    sh("pg_dump shop | psql other"),
    sh("# pg_dump shop | gzip\ntrue"),
    sh("echo 'pg_dump | gzip'"),
    sh("pg_dump shop || gzip x"),
    sh("ls | gzip > x"),
  ])
    assert.deepEqual(await found(pipeWithoutPipefail, text), [], text);
});

it("the script may stand in a ConfigMap", async () => {
  const text = `apiVersion: batch/v1
kind: Job
metadata: { name: backup, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, volumes: [{ name: s, configMap: { name: s } }], containers: [{ name: b, image: "postgres:17", command: [bash, /s/backup.sh], volumeMounts: [{ name: s, mountPath: /s }] }] } } }
`;
  const script = (body: string) => configMap("s", "backup.sh", `#!/bin/bash\n${body}\n`);
  assert.equal(
    (await found(pipeWithoutPipefail, text, script("pg_dump shop | gzip > /b"))).length,
    1,
  );
  const careful = script("set -o pipefail\npg_dump shop | gzip > /b");
  assert.deepEqual(await found(pipeWithoutPipefail, text, careful), []);
});

it("one schedule has one scheduler", async () => {
  const celery = (args: string, how = several) =>
    deployment(`${APP}, command: [celery, -A, shop, ${args}]`, how);
  for (const args of ["beat", "worker, -B", "worker, --beat"])
    assert.equal((await found(severalSchedulers, celery(args))).length, 1, args);
  for (const text of [
    celery("worker"),
    celery("beat", { spec: "replicas: 1" }),
    celery("beat, -S, redbeat.RedBeatScheduler"),
    celery("beat, --scheduler=django_celery_beat.schedulers:LockedScheduler"),
  ])
    assert.deepEqual(await found(severalSchedulers, text), [], text);
});
