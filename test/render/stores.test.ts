import assert from "node:assert/strict";
import { test } from "node:test";
import { postgres, redis, scratch, volume, web } from "../../src/index.ts";
import { app, login, resources } from "../platform/shop.ts";
import { container, isYaml, type Loose, objects } from "./objects.ts";

const storage = volume("data", { size: "1Gi" });
const secrets = { user: login.key("USER"), password: login.key("PASSWORD") };
const postgresIn = (part: object) =>
  postgres("db", { version: "15-alpine", storage, ...secrets, resources, ...part });
const redisIn = (part: object) =>
  redis("cache", {
    version: "7-alpine",
    storage,
    password: login.key("PASSWORD"),
    resources,
    ...part,
  });
const postgresWith = (part: object) => objects({ db: postgresIn(part) });
const redisWith = (part: object) => objects({ cache: redisIn(part) });

test("a postgres is a StatefulSet of one on its own claim, as its own user", () => {
  const made = postgresWith({});
  const { template, ...rest } = made.get("StatefulSet", "db").spec;
  isYaml(
    rest,
    "{ replicas: 1, serviceName: db, selector: { matchLabels: { app.kubernetes.io/name: db } } }",
  );
  const server = container(template.spec, "db");
  assert.equal(server.image, "postgres:15-alpine");
  assert.equal(template.spec.securityContext.runAsUser, 70);
  isYaml(
    server.env,
    `
- { name: POSTGRES_DB, value: shop }
- { name: POSTGRES_USER, valueFrom: { secretKeyRef: { name: login, key: USER } } }
- { name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: PGDATA, value: /var/lib/postgresql/data/pgdata }
`,
  );
  isYaml(
    template.spec.volumes.filter(({ name }: { name: string }) => name === "data"),
    "[{ name: data, persistentVolumeClaim: { claimName: data } }]",
  );
  assert.equal(made.get("Service", "db").spec.clusterIP, "None");
});

test("options of a postgres reach it: database, image, configuration, user", () => {
  const made = postgresWith({
    database: "orders",
    image: "registry.example/postgres:15.4",
    settings: { max_connections: 200, fsync: true, random_page_cost: 1.1, search_path: "a'b" },
    hba: ["host all all 10.0.0.0/8 scram-sha-256"],
    names: { config: "db-files" },
    security: { user: 999, group: 998 },
    services: { "db-lb": { loadBalancer: { from: ["192.0.2.0/24"] } } },
  });
  const pod = made.pod("StatefulSet", "db");
  const server = container(pod, "db");
  assert.deepEqual(
    [server.image, server.env[0].value],
    ["registry.example/postgres:15.4", "orders"],
  );
  assert.deepEqual([pod.securityContext.runAsUser, pod.securityContext.fsGroup], [999, 998]);
  const { data } = made.get("ConfigMap", "db-files");
  for (const line of [
    "max_connections = 200",
    "fsync = on",
    "random_page_cost = 1.1",
    "search_path = 'a''b'",
  ])
    assert.ok(data["postgresql.conf"].split("\n").includes(line), data["postgresql.conf"]);
  assert.equal(data["pg_hba.conf"], "host all all 10.0.0.0/8 scram-sha-256\n");
  isYaml(
    made.get("Service", "db-lb").spec.ports,
    "[{ name: postgres, port: 5432, targetPort: postgres }]",
  );
});

test("a redis reads its password from the environment, never from its file", () => {
  const made = redisWith({ settings: { maxmemory: "384mb", save: "" } });
  const server = container(made.pod("StatefulSet", "cache"), "cache");
  assert.deepEqual(server.env, [
    { name: "REDISCLI_AUTH", valueFrom: { secretKeyRef: { name: "login", key: "PASSWORD" } } },
  ]);
  const conf: string = made.get("ConfigMap", "cache-config").data["redis.conf"];
  assert.ok(conf.includes("maxmemory 384mb\n") && conf.includes('save ""\n'), conf);
  assert.ok(!conf.includes("requirepass"));
  assert.ok(JSON.stringify(server).includes("$(REDISCLI_AUTH)"));
});

test("an open redis asks for none", () => {
  const made = redisWith({ password: false });
  const server = container(made.pod("StatefulSet", "cache"), "cache");
  assert.ok(!("env" in server) && !JSON.stringify(server).includes("requirepass"));
});

for (const [kind, made, name, port] of [
  ["postgres", postgresWith, "db", 9187],
  ["redis", redisWith, "cache", 9121],
] as const) {
  test(`metrics of ${kind}: an exporter beside it, a port, a monitor`, () => {
    const plain = made({});
    assert.deepEqual(plain.names("ServiceMonitor"), []);
    assert.equal(plain.pod("StatefulSet", name).containers.length, 1);
    const found = made({ metrics: { image: "my/exporter:1", interval: "1m" } });
    const exporter = container(found.pod("StatefulSet", name), `${name}-exporter`);
    assert.deepEqual(
      [exporter.image, exporter.ports],
      ["my/exporter:1", [{ name: "metrics", containerPort: port }]],
    );
    assert.ok(exporter.resources.limits.memory);
    isYaml(
      found.get("ServiceMonitor", name).spec.endpoints,
      "[{ port: metrics, path: /metrics, interval: 1m }]",
    );
    assert.ok(
      found.get("Service", name).spec.ports.some((one: { name: string }) => one.name === "metrics"),
    );
  });

  test(`a store outside the cluster leaves nothing of ${kind} behind`, () => {
    const found = made({ external: { host: "store.example" } });
    assert.deepEqual(
      ["StatefulSet", "Service", "PersistentVolumeClaim", "ConfigMap", "ServiceAccount"].flatMap(
        found.names,
      ),
      [],
    );
  });
}

test("a backup: a cron job with the database's image on the volume of the dumps", () => {
  const to = volume("dumps", { size: "5Gi" });
  const own = { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] } as const;
  const backup = { schedule: "0 2 * * *", keep: 14, to, timeZone: "Europe/Moscow", resources: own };
  const made = postgresWith({ backup });
  const { spec } = made.get("CronJob", "db-backup");
  assert.deepEqual(
    [spec.schedule, spec.timeZone, spec.concurrencyPolicy],
    ["0 2 * * *", "Europe/Moscow", "Forbid"],
  );
  const [only] = made.pod("CronJob", "db-backup").containers;
  assert.deepEqual([only.image, only.resources.limits.cpu], ["postgres:15-alpine", "1"]);
  const env = Object.fromEntries(only.env.map((one: { name: string }) => [one.name, one]));
  assert.deepEqual(
    [env.PGHOST.value, env.PGDATABASE.value, env.BACKUP_KEEP.value],
    ["db", "shop", "14"],
  );
  assert.equal(env.PGPASSWORD.valueFrom.secretKeyRef.name, "login");
  assert.ok(made.get("ConfigMap", "db-backup").data["backup.sh"].includes("pg_restore"));
  assert.deepEqual(made.names("PersistentVolumeClaim"), ["data", "dumps"]);
  assert.equal(made.pod("CronJob", "db-backup").serviceAccountName, "db");
  assert.deepEqual(postgresWith({ backup: false }).names("CronJob"), []);
});

for (const [kind, made, name] of [
  ["postgres", postgresWith, "db"],
  ["redis", redisWith, "cache"],
] as const) {
  test(`a ${kind} as a Deployment: one pod that ends before the next, behind a Service with an address`, () => {
    const plain = made({});
    const found = made({ as: "Deployment" });
    assert.deepEqual(found.names("StatefulSet"), []);
    const { template, ...rest } = found.get("Deployment", name).spec;
    isYaml(
      rest,
      `{ replicas: 1, strategy: { type: Recreate }, selector: { matchLabels: { app.kubernetes.io/name: ${name} } } }`,
    );
    assert.deepEqual(template, plain.get("StatefulSet", name).spec.template);
    assert.equal(plain.get("Service", name).spec.clusterIP, "None");
    assert.equal(found.get("Service", name).spec.clusterIP, undefined);
  });

  test(`the Service of a ${kind} by another name: its StatefulSet, and who uses it, follow`, () => {
    const store = (kind === "postgres" ? postgresIn : redisIn)({ service: { name: "store" } });
    const api = web("api", { image: app, port: 1, resources, scale: 1, env: { URL: store.url } });
    const found = objects({ store, api });
    assert.deepEqual(found.names("Service"), ["store", "api"]);
    assert.equal(found.get("StatefulSet", name).spec.serviceName, "store");
    const { env } = container(found.pod("Deployment", "api"), "api");
    assert.match(env.at(-1).value, /@store:\d+\//);
    assert.equal(
      objects({ store, api }, { prefix: "dev-" }).get("StatefulSet", `dev-${name}`).spec
        .serviceName,
      "dev-store",
    );
  });

  test(`a ${kind} for a while: its data in a folder of the pod`, () => {
    const found = made({ storage: scratch({ size: "3Gi" }) });
    assert.deepEqual(found.names("PersistentVolumeClaim"), []);
    const { volumes, containers } = found.pod("StatefulSet", name);
    const [kept] = volumes.filter(({ emptyDir }: Loose) => emptyDir?.sizeLimit === "3Gi");
    const folder = containers[0].volumeMounts.find((mount: Loose) => mount.name === kept.name);
    assert.equal(folder.mountPath, kind === "postgres" ? "/var/lib/postgresql/data" : "/data");
  });

  test(`a volume that is listed, but whose ${kind} is outside, is not claimed`, () => {
    const data = volume("data", { size: "1Gi" });
    const store = (part: object) =>
      (kind === "postgres" ? postgresIn : redisIn)({ storage: data, ...part });
    const claims = (parts: Parameters<typeof objects>[0]) =>
      objects(parts).names("PersistentVolumeClaim");
    const outside = store({ external: { host: "store.example" } });
    assert.deepEqual(claims({ data, store: store({}) }), ["data"]);
    assert.deepEqual(claims({ data, store: outside }), []);
    const reader = web("reader", {
      ...{ image: app, port: 1, resources, scale: 1 },
      mounts: { "/data": data.readOnly },
    });
    assert.deepEqual(claims({ data, store: outside, reader }), ["data"]);
  });
}
