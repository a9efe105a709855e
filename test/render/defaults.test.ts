import assert from "node:assert/strict";
import { test } from "node:test";
import {
  admission,
  alerts,
  allow,
  certificate,
  clusterAccess,
  cron,
  dashboard,
  host,
  ingress,
  issuer,
  job,
  postgres,
  priority,
  redis,
  scheduler,
  scratch,
  site,
  storageClass,
  volume,
  web,
  worker,
} from "../../src/index.ts";
import { withDefaults } from "../../src/kubernetes/defaults.ts";
import type { AnyObject } from "../../src/kubernetes/types/index.ts";
import { app, login, resources, settings } from "../platform/shop.ts";
import { objects } from "./objects.ts";

type Path = readonly (string | number)[];

/**
 * Fields that say what the server would assume anyway, and why they are written all the same. A path
 * without list indexes.
 */
const written: readonly (readonly [path: RegExp, why: string])[] = [
  [
    /^(Deployment|StatefulSet) spec\.replicas$/,
    "an apply must take back what somebody scaled by hand",
  ],
  [/spec\.volumes\.emptyDir$/, "a volume without a source reads like a mistake"],
  [/^NetworkPolicy spec\.policyTypes$/, "what a policy closes must not depend on what it opens"],
  [/httpGet\.path$/, "a probe that names no path reads like a mistake"],
  [/Binding roleRef\.apiGroup$/, "the schema asks for it, though the server would fill it in"],
  [/^NetworkPolicy spec\.egress\.ports\.protocol$/, "beside UDP for names, TCP is worth a word"],
];

/** Every field below the identity of an object, the outermost first. */
function* fieldsOf(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const here = [...path, key];
    if (path.length > 0 && typeof key === "string") yield here;
    if (path.length > 0 || !["apiVersion", "kind", "metadata"].includes(String(key)))
      yield* fieldsOf(entry, here);
  }
}

function without(object: AnyObject, path: Path): AnyObject {
  const copy = structuredClone(object);
  const last = path.at(-1) as string;
  // biome-ignore lint/suspicious/noExplicitAny: a walk through any object
  const parent = path.slice(0, -1).reduce<any>((value, step) => value[step], copy);
  delete parent[last];
  return copy;
}

/** The fields that the server would fill in with the very value that is written. */
function redundant(object: AnyObject): string[] {
  const whole = JSON.stringify(sorted(withDefaults(object)));
  return [...fieldsOf(object)]
    .filter((path) => JSON.stringify(sorted(withDefaults(without(object, path)))) === whole)
    .map((path) => `${object.kind} ${path.filter((step) => typeof step === "string").join(".")}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, sorted(entry)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const program = { image: app, resources };
const secrets = { user: login.key("USER"), password: login.key("PASSWORD") };
const data = volume("files", {
  size: "1Gi",
  class: storageClass("fast", { provisioner: "a.example" }),
});
const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });
const shop = web("shop", {
  ...program,
  port: { http: 80, grpc: 90 },
  scale: { min: 2, max: 4, cpu: 70, up: { pods: 1 }, down: { percent: 10, window: "10m" } },
  budget: 1,
  vertical: {},
  migrate: ["m"],
  metrics: true,
  envFrom: [settings],
  access: [allow(["get"], ["pods"])],
  mounts: { "/data": data, "/tmp": scratch(), "/etc/settings": settings, "/keys": login },
  probes: { startup: "/", liveness: { tcp: "http" }, readiness: { grpc: "grpc" } },
  services: {
    direct: "headless",
    lb: { loadBalancer: {} },
    lbs: { loadBalancer: { from: ["192.0.2.0/24"] } },
  },
  init: { step: { command: ["true"] } },
  sidecars: { beside: { image: "beside:1", resources, ports: { admin: 91 } } },
  tolerations: [{ key: "a", operator: "Exists" }],
  priority: priority("high", { value: 5 }),
});
const whole = {
  shop,
  tasks: worker("tasks", { ...program, scale: 1, near: [shop], strategy: "recreate" }),
  bot: worker("bot", { ...program, scale: 2, member: "N" }),
  beat: scheduler("beat", program),
  once: job("once", program),
  nightly: cron("nightly", { ...program, schedule: "@daily" }),
  front: site("front", { ...program, scale: 1, proxy: { "/api/": shop } }),
  db: postgres("store", {
    version: "15",
    storage: volume("store-data", { size: "1Gi", shared: true }),
    ...secrets,
    resources,
    metrics: true,
    backup: { schedule: "@daily", keep: 2, to: volume("dumps", { size: "1Gi" }) },
  }),
  cache: redis("cache", {
    version: "7",
    storage: volume("v", { size: "1Gi" }),
    password: false,
    resources,
    metrics: true,
  }),
  edge: ingress("edge", {
    routes: [host().serves(shop)],
    tls: certificate("tls", { issuer: acme }),
  }),
  rules: alerts("rules", {
    a: { Down: { expr: "up == 0", severity: "critical", summary: "Down" } },
  }),
  monitoring: clusterAccess("monitoring", {
    rules: [allow(["get"], ["pods"])],
    to: { serviceAccount: "a", namespace: "b" },
  }),
  limits: admission("limits", { on: ["pods"], rules: [{ expression: "true", message: "no" }] }),
  overview: dashboard("overview", { dashboard: {} }),
};

test("nothing is written that the server would assume anyway", () => {
  const { all } = objects(whole, {}, { quota: { cpu: 1, memory: "1Gi", pods: 5 } });
  const found = new Set(all.flatMap((object) => redundant(object as AnyObject)));
  const unexpected = [...found].filter((field) => !written.some(([path]) => path.test(field)));
  assert.deepEqual(unexpected, []);
  for (const [path, why] of written)
    assert.ok(
      [...found].some((field) => path.test(field)),
      `no longer written, because ${why}`,
    );
});

test("a field that the server would fill in is noticed", () => {
  const probe = { httpGet: { path: "/", port: 80, scheme: "HTTP" }, periodSeconds: 10 };
  const pod = { containers: [{ name: "a", image: "a:1", livenessProbe: probe }] };
  const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: pod };
  assert.deepEqual(redundant(object), [
    "Pod spec.containers.livenessProbe.httpGet.path",
    "Pod spec.containers.livenessProbe.httpGet.scheme",
    "Pod spec.containers.livenessProbe.periodSeconds",
  ]);
});
