import assert from "node:assert/strict";
import { it } from "node:test";
import { buildTimeVariable } from "../../../src/check/programs/build-time-variable.ts";
import { evictingBroker } from "../../../src/check/programs/evicting-broker.ts";
import { foreignProbe } from "../../../src/check/programs/foreign-probe.ts";
import { starInPath } from "../../../src/check/programs/star-in-path.ts";
import { ingress as anIngress, configMap, deployment, found, service } from "./found.ts";

const redis = (args: string, more = "") =>
  deployment(`image: "redis:8", args: [${args}]${more}`, { name: "queue" });
const worker = (name: string, url: string) =>
  deployment(`image: "ghcr.io/shop/app:v1", env: [{ name: ${name}, value: "${url}" }]`);
const QUEUE = service("queue", "[{ port: 6379 }]");
const ALL = "--maxmemory, 384mb, --maxmemory-policy, allkeys-lru";

it("a broker's Redis must not drop keys that have no expiry", async () => {
  const bad = [worker("CELERY_BROKER_URL", "redis://queue:6379/1"), QUEUE, redis(ALL)];
  assert.deepEqual(await found(evictingBroker, ...bad), [
    "maxmemory-policy is allkeys-lru in the Redis that CELERY_BROKER_URL leads to",
  ]);
  const file = configMap("queue", "redis.conf", "maxmemory 384mb\nmaxmemory-policy allkeys-lfu\n");
  const mounted = deployment(
    'image: "redis:8", args: [/conf/redis.conf], volumeMounts: [{ name: conf, mountPath: /conf }]',
    { name: "queue", pod: "volumes: [{ name: conf, configMap: { name: queue } }]" },
  );
  const [broker = ""] = bad;
  assert.equal((await found(evictingBroker, broker, QUEUE, file, mounted)).length, 1);
  for (const good of [
    [worker("REDIS_URL", "redis://queue:6379/1"), QUEUE, redis(ALL)],
    [worker("CELERY_RESULT_BACKEND", "redis://queue:6379/2"), QUEUE, redis(ALL)],
    [worker("CELERY_BROKER_URL", "amqp://queue:6379/1"), QUEUE, redis(ALL)],
    [worker("CELERY_BROKER_URL", "redis://queue.other.svc:6379/1"), QUEUE, redis(ALL)],
    [broker, QUEUE, redis("--maxmemory-policy, noeviction")],
    [broker, QUEUE, redis("--maxmemory, 384mb")],
    [broker, QUEUE, redis("--maxmemory-policy, $(POLICY)")],
    [broker, redis(ALL)],
  ])
    assert.deepEqual(await found(evictingBroker, ...good), [], good.join());
});

it("a * in a path is a letter, but where a controller takes paths for patterns", async () => {
  const NGINX = "nginx.ingress.kubernetes.io";
  const ingress = (...given: Parameters<typeof anIngress>) =>
    anIngress(...given).replace("ImplementationSpecific", "Prefix");
  assert.equal((await found(starInPath, ingress("/api/*"))).length, 1);
  assert.equal((await found(starInPath, ingress("/*"))).length, 1);
  const specific = anIngress("/api/*");
  for (const good of [
    ingress("/api"),
    specific,
    ingress("/api/*", { [`${NGINX}/use-regex`]: "true" }),
    ingress("/api/*", { [`${NGINX}/rewrite-target`]: "/$1" }),
    `${ingress("/api/*")}---\n${ingress("/other", { [`${NGINX}/use-regex`]: "true" }).replace("web,", "other,")}`,
  ])
    assert.deepEqual(await found(starInPath, good), [], good);
});

it("Celery's own commands ask all workers", async () => {
  const probe = (command: string, replicas = 3, name = "livenessProbe") =>
    deployment(
      `image: "ghcr.io/shop/app:v1", ${name}: { exec: { command: [sh, -c, '${command}'] } }`,
      {
        spec: `replicas: ${replicas}`,
      },
    );
  assert.equal((await found(foreignProbe, probe("celery -A shop inspect ping"))).length, 1);
  assert.equal((await found(foreignProbe, probe("celery -A shop status"))).length, 1);
  for (const good of [
    probe("celery -A shop inspect ping -d celery@$HOSTNAME"),
    probe("celery -A shop inspect ping --destination celery@$HOSTNAME"),
    probe('celery -A shop inspect "$0" -d "celery@$HOSTNAME"'),
    probe("celery -A shop inspect ping", 1),
    probe("celery -A shop inspect ping", 3, "readinessProbe"),
    probe("pgrep -f celery && cat /tmp/status"),
    probe("systemctl status celery"),
  ])
    assert.deepEqual(await found(foreignProbe, good), [], good);
});

it("a development server builds while it runs", async () => {
  const web = (more: string, pod = "") =>
    deployment(
      `image: "ghcr.io/shop/app:v1", env: [{ name: NEXT_PUBLIC_URL, value: x }${more}`,
      pod === "" ? {} : { pod },
    );
  const volume = "volumes: [{ name: next, emptyDir: {} }]";
  const mount = (path: string) => `], volumeMounts: [{ name: next, mountPath: ${path} }]`;
  assert.equal((await found(buildTimeVariable, web("]"))).length, 1);
  assert.equal((await found(buildTimeVariable, web(mount("/app/.next/cache"), volume))).length, 1);
  for (const good of [
    web(', { name: CHOKIDAR_USEPOLLING, value: "true" }]'),
    web(mount("/app/.next"), volume),
  ])
    assert.deepEqual(await found(buildTimeVariable, good), [], good);
});

it("bundlers' variables of a ConfigMap are told once, where they are written", async () => {
  const settings = configMap("settings", "REACT_APP_API_URL", "https://api.example.org");
  const reader = (name: string, more = "") =>
    deployment(
      `image: "ghcr.io/shop/app:v1", envFrom: [{ configMapRef: { name: settings } }]${more}`,
      {
        name,
      },
    );
  assert.deepEqual(await found(buildTimeVariable, settings, reader("web"), reader("admin")), [
    "REACT_APP_API_URL is read by Create React App while it builds, not by container web and admin",
  ]);
  for (const good of [
    [settings],
    [settings, reader("web", ", command: [npm, run, build-and-serve]")],
    [settings, reader("web").replace("envFrom: [{ ", "envFrom: [{ prefix: APP_, ")],
    [configMap("settings", "API_URL", "https://api.example.org"), reader("web")],
  ])
    assert.deepEqual(await found(buildTimeVariable, ...good), [], good.join());
});
