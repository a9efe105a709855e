import assert from "node:assert/strict";
import { test } from "node:test";
import { config, scratch, secret, text, volume, web } from "../../src/index.ts";
import { app, cache, db, login, resources } from "../platform/shop.ts";
import { container, isYaml, type Loose, objects } from "./objects.ts";

const pod = (part: object, more: object = {}) =>
  objects({
    shop: web("shop", { image: app, port: { http: 80, grpc: 90 }, resources, scale: 1, ...part }),
    ...more,
  }).pod("Deployment", "shop");
const main = (part: object) => container(pod(part), "shop");

test("command, args and limits are what is written", () => {
  const { command, args, resources } = main({
    command: ["run"],
    args: ["--fast"],
    resources: { cpu: { request: 2 }, memory: ["1Gi", "2Gi"] },
  });
  assert.deepEqual([command, args], [["run"], ["--fast"]]);
  isYaml(resources, "{ requests: { cpu: '2', memory: 1Gi }, limits: { memory: 2Gi } }");
});

test("env: texts, numbers, a secret alone, a secret inside a text", () => {
  isYaml(
    main({ env: { A: "a", N: 1, P: login.key("PASSWORD"), Q: cache.db(1) } }).env,
    `
- { name: LOGIN_PASSWORD, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: A, value: a }
- { name: N, value: "1" }
- { name: P, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: Q, value: "redis://:$(LOGIN_PASSWORD)@cache:6379/1" }
`,
  );
});

test("the variable behind a joined secret never takes the place of the program's own", () => {
  const { env } = main({ env: { LOGIN_PASSWORD: "mine", Q: cache.db(1) } });
  isYaml(
    env,
    `
- { name: LOGIN_PASSWORD_2, valueFrom: { secretKeyRef: { name: login, key: PASSWORD } } }
- { name: LOGIN_PASSWORD, value: mine }
- { name: Q, value: "redis://:$(LOGIN_PASSWORD_2)@cache:6379/1" }
`,
  );
});

test("two secrets whose names read alike keep their own variables", () => {
  const one = secret("a-b", ["C"]);
  const other = secret("a", ["B_C"]);
  const { env } = main({ env: { ONE: text`x${one.key("C")}`, OTHER: text`x${other.key("B_C")}` } });
  const values = Object.fromEntries(
    env.map((one: { name: string; value?: string }) => [one.name, one.value]),
  );
  assert.deepEqual([values.ONE, values.OTHER], ["x$(A_B_C)", "x$(A_B_C_2)"]);
});

test("envFrom: configs and secrets, an optional one says so", () => {
  const settings = config("settings", { A: "1" });
  const extra = secret("extra", ["B"], { optional: true });
  isYaml(
    main({ envFrom: [settings, login, extra] }).envFrom,
    `
- { configMapRef: { name: settings } }
- { secretRef: { name: login } }
- { secretRef: { name: extra, optional: true } }
`,
  );
});

test("mounts: volumes, read-only views, configs, secrets, scratch", () => {
  const media = volume("media", { size: "1Gi", shared: true });
  const files = config("files", { "a.txt": "a" });
  const keys = secret("keys", ["id"], { optional: true });
  const { containers, volumes } = pod({
    mounts: {
      "/media": media,
      "/view": media.readOnly,
      "/etc/files": files,
      "/keys": keys,
      "/tmp": scratch({ size: "1Gi" }),
      "/run/fast": scratch({ memory: true }),
    },
  });
  isYaml(
    containers[0].volumeMounts,
    `
- { name: media, mountPath: /media }
- { name: media, mountPath: /view, readOnly: true }
- { name: files, mountPath: /etc/files, readOnly: true }
- { name: keys, mountPath: /keys, readOnly: true }
- { name: tmp, mountPath: /tmp }
- { name: run-fast, mountPath: /run/fast }
`,
  );
  isYaml(
    volumes,
    `
- { name: media, persistentVolumeClaim: { claimName: media } }
- { name: files, configMap: { name: files } }
- { name: keys, secret: { secretName: keys, optional: true } }
- { name: tmp, emptyDir: { sizeLimit: 1Gi } }
- { name: run-fast, emptyDir: { medium: Memory } }
`,
  );
});

test("a claim, a config, a secret and a folder of one name are four volumes", () => {
  const { containers, volumes } = pod({
    mounts: {
      "/a": volume("shop", { size: "1Gi" }),
      "/b": config("shop", { A: "1" }),
      "/c": secret("shop", ["K"]),
      "/shop": scratch(),
    },
  });
  const names = volumes.map(({ name }: { name: string }) => name);
  assert.deepEqual(names, ["shop", "shop-config", "shop-secret", "shop-scratch"]);
  assert.deepEqual(
    containers[0].volumeMounts.map(({ name }: { name: string }) => name),
    names,
  );
});

test("volume names are labels, also of objects with long or dotted names", () => {
  const { volumes } = pod({
    mounts: {
      "/a": config("my.files", {}),
      "/b": volume(`${"v".repeat(60)}-xyz`, { size: "1Gi" }),
      "/_": scratch(),
    },
  });
  const names = volumes.map(({ name }: { name: string }) => name);
  for (const name of names) assert.match(name, /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  assert.equal(new Set(names).size, 3);
});

test("one scratch folder is shared wherever it is mounted, two are kept apart", () => {
  const handed = scratch();
  const { containers, initContainers, volumes } = pod({
    mounts: { "/in": handed, "/tmp": scratch() },
    init: { prepare: { command: ["true"], mounts: { "/out": handed } } },
    sidecars: { beside: { image: "beside:1", resources, mounts: { "/tmp": scratch() } } },
  });
  const at = (one: Loose, path: string) =>
    one.volumeMounts.find(({ mountPath }: Loose) => mountPath === path).name;
  const [beside, prepare] = initContainers;
  assert.equal(at(containers[0], "/in"), at(prepare, "/out"));
  assert.equal(at(containers[0], "/tmp"), at(prepare, "/tmp"), "a step takes the program's");
  assert.notEqual(at(containers[0], "/tmp"), at(beside, "/tmp"));
  assert.equal(volumes.length, 3);
});

test("init steps take what they leave out from the program, and run in order", () => {
  const { initContainers } = pod({
    env: { A: "1" },
    mounts: { "/tmp": scratch() },
    init: {
      first: { command: ["one"] },
      second: {
        command: ["two"],
        image: "busybox:1",
        env: { B: "2" },
        resources: { cpu: ["1", "1"], memory: ["1Gi", "1Gi"] },
      },
    },
  });
  const [first, second] = initContainers;
  isYaml(
    first,
    `
name: first
image: gcr.io/shop/app:v1
command: [one]
env: [{ name: A, value: "1" }]
resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: "1", memory: 1Gi } }
volumeMounts: [{ name: tmp, mountPath: /tmp }]
securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
`,
  );
  assert.deepEqual([second.name, second.image, second.env.length], ["second", "busybox:1", 2]);
  assert.equal(second.resources.requests.cpu, "1");
  assert.ok(!("restartPolicy" in first));
});

test("a sidecar starts before the steps and stays", () => {
  const { initContainers } = pod({
    init: { prepare: { command: ["true"] } },
    sidecars: {
      proxy: { image: "proxy:1", resources, ports: { admin: 9901 }, env: { DB: db.host } },
    },
  });
  assert.deepEqual(
    initContainers.map(({ name, restartPolicy }: { name: string; restartPolicy?: string }) => [
      name,
      restartPolicy,
    ]),
    [
      ["proxy", "Always"],
      ["prepare", undefined],
    ],
  );
  isYaml(initContainers[0].ports, "[{ name: admin, containerPort: 9901 }]");
});

const probes: readonly (readonly [written: object | string, yaml: string])[] = [
  ["/ok", "httpGet: { path: /ok, port: http }"],
  [{ get: "/ok", port: "grpc" }, "httpGet: { path: /ok, port: grpc }"],
  [
    {
      get: "/ok",
      headers: { Host: "a" },
      after: "1m",
      every: "20s",
      timeout: "1500ms",
      failures: 5,
    },
    `
httpGet: { path: /ok, port: http, httpHeaders: [{ name: Host, value: a }] }
initialDelaySeconds: 60
periodSeconds: 20
timeoutSeconds: 2
failureThreshold: 5
`,
  ],
  [{ tcp: "grpc", successes: 2 }, "{ tcpSocket: { port: grpc }, successThreshold: 2 }"],
  [{ exec: ["a", "b"] }, "exec: { command: [a, b] }"],
  [{ grpc: "grpc" }, "grpc: { port: 90 }"],
  [{ grpc: "grpc", service: "shop" }, "grpc: { port: 90, service: shop }"],
];

for (const [written, yaml] of probes) {
  test(`probe ${JSON.stringify(written)}`, () =>
    isYaml(main({ probes: { readiness: written } }).readinessProbe, yaml));
}

test("each probe reaches its own field", () => {
  const { startupProbe, livenessProbe, readinessProbe } = main({
    probes: { startup: "/s", liveness: "/l", readiness: "/r" },
  });
  const path = (probe: { httpGet: { path: string } }) => probe.httpGet.path;
  assert.deepEqual([startupProbe, livenessProbe, readinessProbe].map(path), ["/s", "/l", "/r"]);
});
