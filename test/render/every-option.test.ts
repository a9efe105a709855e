import assert from "node:assert/strict";
import { test } from "node:test";
import {
  admission,
  alerts,
  allow,
  certificate,
  clusterAccess,
  config,
  cron,
  dashboard,
  existing,
  external,
  externalSecrets,
  host,
  image,
  ingress,
  issuer,
  job,
  notifications,
  patch,
  podMetrics,
  postgres,
  priority,
  redis,
  scheduler,
  scrapeConfig,
  scratch,
  secret,
  site,
  storageClass,
  volume,
  web,
  worker,
} from "../../src/index.ts";
import type { CloudNativePg } from "../../src/platform/cloudnative-pg.ts";
import type { AdmissionOptions, ClusterAccessOptions } from "../../src/platform/cluster.ts";
import type { Environment } from "../../src/platform/environment.ts";
import type { ExternalOptions, HiddenOptions } from "../../src/platform/external.ts";
import type { ExternalHost, ExternalUrl } from "../../src/platform/external-store.ts";
import type { GatewayOptions } from "../../src/platform/gateway.ts";
import type {
  CertificateOptions,
  IngressOptions,
  IssuerOptions,
} from "../../src/platform/ingress.ts";
import type {
  DashboardOptions,
  NotificationOptions,
  ScrapeConfigOptions,
} from "../../src/platform/monitoring.ts";
import type {
  CronOptions,
  JobOptions,
  ScalableOptions,
  SchedulerOptions,
  WebOptions,
  WorkerOptions,
} from "../../src/platform/options/workload.ts";
import type { PlatformOptions } from "../../src/platform/platform.ts";
import type { PodMetric } from "../../src/platform/pod-metrics.ts";
import type { PostgresOptions } from "../../src/platform/postgres.ts";
import type { PriorityOptions } from "../../src/platform/priority.ts";
import type { RedisOptions } from "../../src/platform/redis.ts";
import type { SecretOptions } from "../../src/platform/secret.ts";
import type { SiteOptions } from "../../src/platform/site.ts";
import type { StorageClassOptions, VolumeOptions } from "../../src/platform/volume.ts";
import { app, login, resources } from "../platform/shop.ts";
import { objects } from "./objects.ts";

/** Every option, so that the compiler asks for a line here when the language gets another one. */
type Every<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

const target = web("target", {
  image: app,
  port: { http: 80, ws: 81 },
  resources,
  scale: 1,
  metrics: true,
});
const settings = config("settings", { A: "1" });
const data = volume("data", { size: "1Gi" });
const other = volume("other", { size: "1Gi" });
const more = { cpu: ["200m", "2"], memory: ["1Gi", "2Gi"] } as const;
const dns01 = { route53: { region: "eu-central-1" } };
const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt" });
const tls = certificate("tls", { issuer: acme });
const mail = external("mail", { host: "mail.example", port: 587 });
const rules = alerts("rules", {
  shop: { Down: { expr: "up == 0", severity: "critical", summary: "Down" } },
});
const secrets = { user: login.key("USER"), password: login.key("PASSWORD") };

const container = {
  image: image("shop/other"),
  command: ["run"],
  args: ["--fast"],
  env: { A: "1" },
  envFrom: [settings],
  mounts: { "/cache": scratch() },
  resources: more,
};
const scheduling = {
  apart: [target],
  near: [target],
  tolerations: [{ key: "gpu", operator: "Exists" }],
  nodes: { disk: "ssd" },
  priority: "high",
} as const;
const program = {
  ...container,
  ...scheduling,
  names: { account: "runner" },
  label: "old",
  init: { step: { command: ["true"] } },
  sidecars: { beside: { image: "beside:1", resources } },
  calls: [mail],
  access: [allow(["get"], ["pods"])],
  security: { user: 33 },
  labels: { a: "b" },
  annotations: { "example.org/a": "b" },
};
const running = {
  ...program,
  probes: { liveness: { exec: ["true"] } },
  stopWithin: "1m",
  drain: "9s",
  metrics: true,
} as const;
const scalable: Every<ScalableOptions<"http">> = {
  ...running,
  scale: 3,
  strategy: "recreate",
  spread: "none",
  budget: 1,
  vertical: {},
  services: { direct: "headless" },
};
const { metrics: _metrics, ...withoutMetrics } = scalable;
const everyWeb: Every<WebOptions> = {
  ...scalable,
  metrics: true,
  port: 9000,
  service: { name: "named" },
  migrate: ["migrate"],
};
/** How work is split is checked and summed up, not rendered: test/platform/shards.test.ts. */
const everyWorker: Omit<Every<WorkerOptions>, "shards"> = {
  ...scalable,
  port: 9000,
  member: "N",
  migrate: ["m"],
};
const everyScheduler: Every<SchedulerOptions> = { ...running, port: { web: 9000 } };
const everyJob: Every<JobOptions> = { ...program, retries: 7, timeout: "7m", keep: "7h" };
const everyCron: Every<CronOptions> = {
  ...everyJob,
  schedule: "@hourly",
  timeZone: "Europe/Moscow",
  concurrency: "Allow",
  startWithin: "7m",
};
const everySite: Every<SiteOptions> = {
  ...withoutMetrics,
  port: 9000,
  service: { name: "named" },
  root: "/srv",
  proxy: { "/api": target },
  timeout: "7m",
  bodySize: "7Mi",
  headers: { "X-A": "b" },
  cors: [host("other")],
  httpsOnly: false,
  logs: data,
};
const store = {
  ...scheduling,
  image: "mine:1",
  storage: other,
  resources: more,
  metrics: true,
  names: { config: "files" },
  label: "old",
  as: "Deployment",
  service: { name: "named" },
  services: { direct: "headless" },
  security: { user: 33 },
  backup: { schedule: "@daily", keep: 2, to: other },
  external: { host: "store.example" },
} as const;
const everyPostgres: Every<PostgresOptions> = {
  ...store,
  version: "16",
  database: "orders",
  user: login.key("PASSWORD"),
  password: login.key("USER"),
  settings: { max_connections: 7 },
  hba: ["local all all trust"],
  cloudNativePg: { instances: 1 },
};
const everyCloudNativePg: Every<CloudNativePg> = { instances: 3, image: "pg:15", owner: "keeper" };
const everyUrlOutside: Every<ExternalUrl> = {
  url: login.key("PASSWORD"),
  port: 7,
  cidr: ["192.0.2.0/24"],
};
const everyHostOutside: Every<ExternalHost> = {
  host: "other.example",
  port: 7,
  cidr: ["192.0.2.0/24"],
};
const everyRedis: Every<RedisOptions> = {
  ...store,
  version: "8",
  password: login.key("USER"),
  settings: { maxmemory: "1mb" },
};
const everyVolume: Every<VolumeOptions> = {
  size: "7Gi",
  shared: true,
  perMember: true,
  class: "fast",
  annotations: { "example.org/a": "b" },
};
const everyStorageClass: Every<StorageClassOptions> = {
  provisioner: "other.example",
  parameters: { a: "b" },
  expandable: false,
  reclaim: "Retain",
  waitForPod: false,
  mountOptions: ["hard"],
  scope: "shared",
};
/** `webSockets` says something to a gateway only: see the test of gateways below. */
const everyIngress: Omit<Every<IngressOptions>, "webSockets"> = {
  routes: [host("other").serves(target)],
  tls,
  redirect: true,
  cors: [host("other")],
  rateLimit: { perSecond: 7 },
  timeout: "7m",
  streaming: true,
  bodySize: "7Mi",
  class: "other",
  annotations: { "example.org/a": "b" },
};
const everyIssuer: Every<IssuerOptions> = {
  email: "c@d.example",
  server: "letsencrypt-staging",
  http01: false,
  dns01,
  scope: "shared",
};
const everyCertificate: Every<CertificateOptions> = {
  issuer: issuer("second", { email: "a@b.example", server: "letsencrypt", dns01 }),
  hosts: [host("other")],
};
const everyPriority: Every<PriorityOptions> = {
  value: 7,
  preempts: false,
  description: "first",
  scope: "shared",
};
const everyNotification: Every<NotificationOptions> = {
  server: external("other-mail", { host: "other.example", port: 25 }),
  from: "c@d.example",
  user: "c",
  password: login.key("PASSWORD"),
  to: { warning: "e@f.example" },
};
const everyDashboard: Every<DashboardOptions> = { dashboard: { a: 1 }, labels: { find: "me" } };
const everyScrapeConfig: Every<ScrapeConfigOptions> = {
  scrape: [target],
  rules: [rules],
  alertmanager: "am:9093",
};
const everyPodMetric: Every<PodMetric> = { counter: "other_total", window: "7m" };
const everyClusterAccess: Every<ClusterAccessOptions> = {
  rules: [allow(["list"], ["nodes"])],
  paths: ["/metrics"],
  to: { serviceAccount: "c", namespace: "d" },
};
const everyAdmission: Every<AdmissionOptions> = {
  on: ["services"],
  rules: [{ expression: "false", message: "no" }],
  action: "Audit",
};
const everyExternal: Every<ExternalOptions> = {
  host: "other.example",
  port: 444,
  cidr: ["192.0.2.0/24"],
  scheme: "smtp",
};
const everyHidden: Every<HiddenOptions> = {
  from: login.key("PASSWORD"),
  port: 444,
  cidr: ["192.0.2.0/24"],
};
/** `generate` is for what makes values up, and never part of what is rendered: `test/secrets`. */
const everySecret: Every<Omit<SecretOptions, "generate">> = {
  type: "kubernetes.io/tls",
  from: existing(),
  optional: true,
  exact: true,
};

const required = { image: app, resources };
const scaled = { ...required, scale: 2 };
const plainMail = { server: mail, from: "a@b.example", to: { critical: "a@b.example" } } as const;
const stored = { version: "15", storage: data, resources, ...secrets };

const db = (part: object) => {
  const it = postgres("it", { ...stored, ...part });
  return { it, asks: worker("asks", { ...scaled, env: { A: it.url } }) };
};

type Parts = Parameters<typeof objects>[0];
type Row = readonly [sort: string, base: object, every: object, make: (options: never) => Parts];

const rows: readonly Row[] = [
  ["web", { ...scaled, port: 80 }, everyWeb, (o) => ({ it: web("it", o) })],
  ["worker", { ...scaled, port: 80 }, everyWorker, (o) => ({ it: worker("it", o) })],
  ["scheduler", { ...required, port: 80 }, everyScheduler, (o) => ({ it: scheduler("it", o) })],
  ["job", required, everyJob, (o) => ({ it: job("it", o) })],
  ["cron", { ...required, schedule: "@daily" }, everyCron, (o) => ({ it: cron("it", o) })],
  ["site", { ...scaled, proxy: { "/a": target } }, everySite, (o) => ({ it: site("it", o) })],
  ["postgres", stored, everyPostgres, (o) => ({ it: postgres("it", o) })],
  ["cloudNativePg", { instances: 1 }, everyCloudNativePg, (o) => db({ cloudNativePg: o })],
  ["a host outside", { host: "a.example" }, everyHostOutside, (o) => db({ external: o })],
  ["a url outside", { url: login.key("USER") }, everyUrlOutside, (o) => db({ external: o })],
  [
    "redis",
    { version: "7", storage: data, resources, password: login.key("PASSWORD") },
    everyRedis,
    (o) => ({ it: redis("it", o) }),
  ],
  ["volume", { size: "1Gi" }, everyVolume, (o) => ({ it: volume("it", o) })],
  [
    "storageClass",
    { provisioner: "a.example" },
    everyStorageClass,
    (o) => ({ it: storageClass("it", o) }),
  ],
  ["ingress", { routes: [host().serves(target)] }, everyIngress, (o) => ({ it: ingress("it", o) })],
  [
    "issuer",
    { email: "a@b.example", server: "letsencrypt", dns01: { b: {} } },
    everyIssuer,
    (o) => ({ it: issuer("it", o) }),
  ],
  [
    "certificate",
    { issuer: acme, hosts: [host()] },
    everyCertificate,
    (o) => ({ it: certificate("it", o) }),
  ],
  ["priority", { value: 1 }, everyPriority, (o) => ({ it: priority("it", o) })],
  ["notifications", plainMail, everyNotification, (o) => ({ it: notifications("it", o) })],
  ["dashboard", { dashboard: {} }, everyDashboard, (o) => ({ it: dashboard("it", o) })],
  ["scrapeConfig", { scrape: [] }, everyScrapeConfig, (o) => ({ it: scrapeConfig("it", o) })],
  [
    "podMetrics",
    { counter: "some_total" },
    everyPodMetric,
    (o) => ({ it: podMetrics("it", { rate: o }) }),
  ],
  [
    "clusterAccess",
    { rules: [], to: { serviceAccount: "a", namespace: "b" } },
    everyClusterAccess,
    (o) => ({ it: clusterAccess("it", o) }),
  ],
  ["admission", { on: ["pods"], rules: [] }, everyAdmission, (o) => ({ it: admission("it", o) })],
  [
    "external",
    { host: "a.example", port: 443 },
    everyExternal,
    (o) => {
      const it = external("it", o);
      return { it, asks: worker("asks", { ...scaled, env: { A: it.url } }) };
    },
  ],
  [
    "an external in a secret",
    { from: login.key("USER"), port: 443 },
    everyHidden,
    (o) => {
      const it = external("it", o as HiddenOptions);
      return { it, asks: worker("asks", { ...scaled, env: { A: it.url } }) };
    },
  ],
  ["secret", {}, everySecret, (o) => ({ it: secret("it", ["tls.crt", "tls.key"], o) })],
];

const place = { prefix: "p-", secrets: externalSecrets({ store: "vault", path: "shop" }) };
const written = (make: Row[3], options: object) =>
  JSON.stringify(objects(make(options as never), place).all);

for (const [sort, base, every, make] of rows) {
  test(`every option of ${sort} reaches what is rendered`, () => {
    const before = written(make, base);
    for (const [option, value] of Object.entries(every)) {
      const options = { ...base, [option]: value };
      assert.notEqual(written(make, options), before, `${sort}.${option} changes nothing`);
    }
  });
}

/** `protected` is for the deploy: it renders nothing. */
const everyEnvironment: Omit<
  Every<Environment<{ shop: typeof target }>>,
  "namespace" | "protected"
> = {
  domain: "other.example",
  prefix: "dev-",
  images: { tag: "v9" },
  secrets: existing(),
  spread: "require",
  quota: { cpu: 1, memory: "1Gi", pods: 1 },
  podSecurity: "baseline",
  cluster: { monitoring: { namespace: "watch" } },
  components: { shop: { scale: 2 } },
  objects: [{ apiVersion: "v1", kind: "LimitRange", metadata: { name: "a" } }],
  patches: [
    patch(target, "Deployment", (d) => {
      d.spec.minReadySeconds = 1;
    }),
  ],
};
const everyPlatform: Omit<
  Every<PlatformOptions<{ shop: typeof target }, "production">>,
  "components" | "environments" | "files" | "gitops"
> = {
  names: { account: "{name}-account" },
  labels: { a: "b" },
  selector: "app",
  pull: login,
  quota: { cpu: 1, memory: "1Gi", pods: 1 },
  podSecurity: "baseline",
  objects: everyEnvironment.objects,
  patches: everyEnvironment.patches,
};

test("every option of an environment and of a platform reaches what is rendered", () => {
  const two = web("two", { ...scaled, port: 80, scale: 2 });
  const edge = ingress("edge", { routes: [host().serves(target)] });
  const parts = { shop: target, two, edge, login };
  const show = (environment: object, options: object = {}) =>
    JSON.stringify(objects(parts, { ...place, ...environment }, options).all);
  const before = show({});
  for (const [option, value] of Object.entries(everyEnvironment))
    assert.notEqual(show({ [option]: value }), before, `environment.${option} changes nothing`);
  assert.notEqual(show({ namespace: "other" }), before);
  for (const [option, value] of Object.entries(everyPlatform))
    assert.notEqual(show({}, { [option]: value }), before, `platform.${option} changes nothing`);
});

const everyGateway: Every<GatewayOptions> = {
  class: "other",
  namespace: "way-in",
  pods: { a: "b" },
  trustedHops: 1,
  annotations: { "example.org/a": "b" },
};

test("every option of a gateway, and of an ingress behind one, reaches what is rendered", () => {
  const base = { routes: [host().serves(target, ["/", "/ws"])], bodySize: "1Mi", webSockets: [] };
  const show = (gateway: object, options: object = {}) =>
    JSON.stringify(
      objects(
        { edge: ingress("edge", { ...base, ...options } as IngressOptions) },
        { cluster: { gateway } },
      ).all,
    );
  const before = show({});
  for (const [option, value] of Object.entries(everyGateway))
    assert.notEqual(show({ [option]: value }), before, `gateway.${option} changes nothing`);
  // A class of its own is refused, and the proxies stream anyway.
  const { class: _class, streaming, redirect: _redirect, ...others } = everyIngress;
  assert.equal(show({}, { streaming }), before);
  assert.notEqual(show({}, { tls, redirect: false }), show({}, { tls }));
  for (const [option, value] of Object.entries({ ...others, webSockets: ["/ws"] }))
    assert.notEqual(show({}, { [option]: value }), before, `ingress.${option} changes nothing`);
});

test("an option without effect would be noticed", () => {
  const make: Row[3] = (options) => ({ it: volume("it", { size: "1Gi", ...(options as object) }) });
  assert.equal(written(make, { shared: false }), written(make, {}));
});
