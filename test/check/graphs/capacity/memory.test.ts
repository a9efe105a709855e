import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foundBy } from "../found.ts";

const pod = (image: string, container: string, more = "", limit = "512Mi") => `apiVersion: v1
kind: Pod
metadata: { name: it }
spec:
  containers: [{ name: main, image: "${image}", resources: { limits: { memory: ${limit} } }, ${container} }]
  ${more}
`;

const config = (data: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data: { ${data} }
`;
const mounted = (path: string, more = "") =>
  `volumeMounts: [{ name: config, mountPath: ${path}${more} }]`;
const volume = "volumes: [{ name: config, configMap: { name: config } }]";

const messages = async (id: string, ...documents: readonly string[]) =>
  (await foundBy(id, ...documents)).map(({ path, message }) => `${path}: ${message}`);

describe("memory-above-limit", () => {
  const find = (...documents: readonly string[]) => messages("memory-above-limit", ...documents);
  const none = async (...documents: readonly string[]) =>
    assert.deepEqual(await find(...documents), []);

  it("reads Redis from the command line and from the file that it is started with", async () => {
    assert.deepEqual(await find(pod("redis:7", "args: [--maxmemory, 512mb]")), [
      "spec.containers[0].args[1]: the data of Redis (maxmemory) may take 512Mi, and container main of Pod it is ended at 512Mi",
    ]);
    assert.equal(
      (
        await find(
          pod("valkey/valkey:8", `command: [sh, -c, "exec valkey-server --maxmemory 1gb"]`),
        )
      ).length,
      1,
    );
    const conf = config(`redis.conf: "appendonly yes\\n# maxmemory 1mb\\nmaxmemory 1gb\\n"`);
    const reads = `args: [/etc/redis/redis.conf], ${mounted("/etc/redis")}`;
    assert.match(
      (await find(conf, pod("redis:7", reads, volume)))[0] ?? "",
      /^data\[redis.conf\]: .* in \/etc\/redis\/redis.conf may take 1Gi/,
    );
  });

  it("leaves Redis alone: room, another unit, no limit, a file that nobody reads, another program", async () => {
    await none(pod("redis:7", "args: [--maxmemory, 384mb]"));
    // 512m are 512 million.
    await none(pod("redis:7", "args: [--maxmemory, 512m]"));
    await none(pod("redis:7", "args: [--maxmemory, '0']"));
    await none(pod("redis:7", "args: [--maxmemory, 1gb]").replace(/resources: {[^,]*},/, ""));
    const conf = config(`redis.conf: "maxmemory 1gb"`);
    await none(conf, pod("redis:7", mounted("/etc/redis"), volume));
    await none(
      conf,
      pod("redis:7", `args: [/etc/redis/other.conf], ${mounted("/etc/redis")}`, volume),
    );
    await none(pod("oliver006/redis_exporter:v1", "args: [--maxmemory, 1gb]"));
  });

  it("reads PostgreSQL's shared_buffers in its own units; the last line and the command line count", async () => {
    const conf = (lines: string) => config(`postgresql.conf: "${lines}"`);
    const server = (args = "[]") =>
      pod("postgres:17", `args: ${args}, ${mounted("/etc/postgresql")}`, volume);
    assert.match(
      (await find(conf("shared_buffers = '1GB'"), server()))[0] ?? "",
      /shared_buffers\) .* may take 1Gi/,
    );
    assert.equal((await find(conf("shared_buffers=65536"), server())).length, 1);
    await none(conf("shared_buffers = 1GB\\nshared_buffers = 128MB"), server());
    await none(conf("#shared_buffers = 1GB"), server());
    await none(conf("shared_buffers = 1GB"), server("[-c, shared_buffers=128MB]"));
    assert.match(
      (await find(pod("postgres:17", `args: ["--shared-buffers=1GB"]`)))[0] ?? "",
      /args\[0\]/,
    );
  });

  it("reads what runtimes are told, also by a ConfigMap, and never shows a variable's value", async () => {
    const env = (name: string, value: string) => `env: [{ name: ${name}, value: "${value}" }]`;
    const java = await find(
      pod("example.com/app:v1", env("JAVA_OPTS", "-Dtoken=hidden -Xmx256m -Xmx1g")),
    );
    assert.deepEqual(java, [
      "spec.containers[0].env[0].value: the heap of the JVM (-Xmx) in JAVA_OPTS may take 1Gi, and container main of Pod it is ended at 512Mi",
    ]);
    const from = await find(
      config("JAVA_OPTS: -Xmx512m"),
      pod("example.com/app:v1", "envFrom: [{ configMapRef: { name: config } }]"),
    );
    assert.match(from[0] ?? "", /^data\[JAVA_OPTS\]/);
    for (const [name, value] of [
      ["JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=100"],
      ["NODE_OPTIONS", "--max-old-space-size=4096"],
      ["GOMEMLIMIT", "1GiB"],
    ] as const)
      assert.equal((await find(pod("example.com/app:v1", env(name, value)))).length, 1, name);
    assert.equal(
      (await find(pod("example.com/app:v1", "command: [node, --max_old_space_size=512, app.js]")))
        .length,
      1,
    );
    for (const [name, value] of [
      ["JAVA_OPTS", "-Xmx384m -Xms1g"],
      ["JAVA_OPTS", "-Xmx2g -Xmx256m"],
      ["JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=75.0"],
      ["NODE_OPTIONS", "--max-old-space-size=384"],
      // As much as the limit is common, and Go counts all that it takes.
      ["GOMEMLIMIT", "512MiB"],
      ["GOMEMLIMIT", "off"],
      ["NOTE", "see -Xmx"],
      // Nobody knows whether the image reads it.
      ["JVM_OPTS", "-Xmx2g"],
    ] as const)
      await none(pod("example.com/app:v1", env(name, value)));
    const named = 'command: [sh, -c, "exec java $JVM_OPTS -jar app.jar"], ';
    const read = pod("example.com/app:v1", `${named}${env("JVM_OPTS", "-Xmx2g")}`);
    assert.equal((await find(read)).length, 1);
  });

  it("reads CloudNativePG's clusters", async () => {
    const cluster = (buffers: string) => `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db }
spec:
  instances: 3
  storage: { size: 1Gi }
  resources: { limits: { memory: 1Gi } }
  postgresql: { parameters: { shared_buffers: ${buffers} } }
`;
    assert.match(
      (await find(cluster("1GB")))[0] ?? "",
      /parameters\[shared_buffers\]: .* each pod of Cluster db is ended at 1Gi/,
    );
    await none(cluster("256MB"));
  });
});

describe("postgres-sort-memory", () => {
  const find = (...documents: readonly string[]) => messages("postgres-sort-memory", ...documents);

  it("multiplies work_mem with the connections, where it is set", async () => {
    const server = (args: string) => pod("postgres:17", `args: [${args}]`, "", "1Gi");
    const found = await find(server(`-c, work_mem=16MB`));
    assert.match(
      found[0] ?? "",
      /100 connections .* work_mem 16Mi, beside shared_buffers 128Mi, may take 1.7Gi, .* 1Gi/,
    );
    assert.deepEqual(await find(server("-c, work_mem=16MB, -c, max_connections=20")), []);
    assert.deepEqual(await find(server("-c, max_connections=900")), []);
  });
});

describe("memory-volume", () => {
  const find = (...documents: readonly string[]) => messages("memory-volume", ...documents);
  const shared = (emptyDir: string, mount = "mountPath: /cache") =>
    pod(
      "example.com/app:v1",
      `volumeMounts: [{ name: cache, ${mount} }]`,
      `volumes: [{ name: cache, emptyDir: { ${emptyDir} } }]`,
    );

  it("finds a volume that is as large as the limit, and no other", async () => {
    assert.deepEqual(await find(shared("medium: Memory, sizeLimit: 512Mi")), [
      "spec.volumes[0].emptyDir.sizeLimit: the volume cache may hold 512Mi in memory, and what fills it (main) is ended at 512Mi",
    ]);
    assert.deepEqual(await find(shared("medium: Memory, sizeLimit: 256Mi")), []);
    assert.deepEqual(await find(shared("medium: Memory")), []);
    assert.deepEqual(await find(shared("sizeLimit: 10Gi")), []);
    assert.deepEqual(
      await find(shared("medium: Memory, sizeLimit: 1Gi", "mountPath: /cache, readOnly: true")),
      [],
    );
  });
});

describe("retention-above-volume", () => {
  const find = (...documents: readonly string[]) =>
    messages("retention-above-volume", ...documents);
  const set = (kept: string, path = "/prometheus") => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: prometheus }
spec:
  serviceName: prometheus
  selector: { matchLabels: { app: prometheus } }
  template:
    metadata: { labels: { app: prometheus } }
    spec:
      containers:
        - name: prometheus
          image: quay.io/prometheus/prometheus:v3.1.0
          args: [--storage.tsdb.path=${path}, --storage.tsdb.retention.size=${kept}]
          volumeMounts: [{ name: data, mountPath: /prometheus }]
  volumeClaimTemplates:
    - { metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 20Gi } } } }
`;

  it("compares with the volume in which the data is", async () => {
    assert.match(
      (await find(set("20GB")))[0] ?? "",
      /args\[1\]: Prometheus is to keep 20Gi, and its volume has 20Gi/,
    );
    assert.deepEqual(await find(set("16GB")), []);
    assert.deepEqual(await find(set("50GB", "/elsewhere")), []);
  });

  it("reads the operator's resource", async () => {
    const resource = (kept: string) => `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main }
spec: { retentionSize: ${kept}, storage: { volumeClaimTemplate: { spec: { resources: { requests: { storage: 50Gi } } } } } }
`;
    assert.match((await find(resource("50GB")))[0] ?? "", /^spec.retentionSize: /);
    assert.deepEqual(await find(resource("40GB")), []);
  });
});
