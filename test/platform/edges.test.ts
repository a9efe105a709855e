import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  certificate,
  config,
  cron,
  external,
  host,
  ingress,
  issuer,
  job,
  postgres,
  scheduler,
  site,
  volume,
  web,
  worker,
} from "../../src/index.ts";
import type { Edge, Party } from "../../src/platform/resolve/index.ts";
import { app, cache, data, db, login, resolveOnly, resources } from "./shop.ts";

function say(party: Party): string {
  if ("pods" in party) return party.pods;
  if ("controller" in party) return `(${party.controller})`;
  if ("solver" in party) return "(solver)";
  if ("apiServer" in party) return "(api server)";
  return `${party.outside}${party.cidr ? ` at ${party.cidr}` : " outside"}`;
}

const arrow = ({ from, to, port }: Edge) => `${say(from)} -> ${say(to)}:${port}`;

/** Who talks to whom in a platform of these components. */
function arrows(parts: Parameters<typeof resolveOnly>[0], more: object = {}): string[] {
  return resolveOnly(parts, more).edges.map(arrow).toSorted();
}

const program = { image: app, resources };
const target = web("target", { ...program, port: { http: 8000, ws: 8001 }, scale: 1 });
const asks = (part: object) =>
  arrows({ asks: web("asks", { ...program, port: 80, scale: 1, ...part }), target, db });

test("who is told nothing talks to nobody", () => assert.deepEqual(asks({}), []));

test("env: the address of a component, of one of its ports, of a store", () => {
  assert.deepEqual(asks({ env: { A: target.url, B: target.at("ws").host, C: db.url } }), [
    "asks -> db:5432",
    "asks -> target:8000",
    "asks -> target:8001",
  ]);
});

test("a user or password alone opens nothing", () =>
  assert.deepEqual(asks({ env: { A: db.user, B: db.password, C: login.key("USER") } }), []));

test("a public host opens no way between pods", () =>
  assert.deepEqual(asks({ env: { A: host("api").url } }), []));

test("envFrom and mounts: what a config names", () => {
  const names = config("names", { DB: db.host, TEXT: "target" });
  assert.deepEqual(asks({ envFrom: [names] }), ["asks -> db:5432"]);
  assert.deepEqual(asks({ mounts: { "/etc/names": names } }), ["asks -> db:5432"]);
});

test("a mounted volume of a store opens nothing", () =>
  assert.deepEqual(asks({ mounts: { "/data": data.readOnly } }), []));

test("calls: components, ports, services outside", () => {
  const pay = external("pay", { host: "pay.example", port: 443 });
  const office = external("office", { host: "office.example", port: 22, cidr: ["192.0.2.0/24"] });
  const bot = worker("bot", { ...program, scale: 1, port: { http: 9000 } });
  assert.deepEqual(asks({ calls: [target.at("ws"), cache, pay, office, bot] }), [
    "asks -> bot:9000",
    "asks -> cache:6379",
    "asks -> office at 192.0.2.0/24:22",
    "asks -> pay outside:443",
    "asks -> target:8001",
  ]);
});

test("steps and sidecars ask from the same pod", () => {
  const step = { wait: { command: ["true"], env: { A: db.host } } };
  const sidecar = { proxy: { image: "proxy:1", resources, env: { B: target.url } } };
  assert.deepEqual(asks({ init: step, sidecars: sidecar }), [
    "asks -> db:5432",
    "asks -> target:8000",
  ]);
});

test("a migration asks by itself, and only for what it is given", () => {
  const migrate = { command: ["migrate"], env: { A: target.url } };
  assert.deepEqual(asks({ env: { DB: db.url }, migrate }), [
    "asks -> db:5432",
    "asks-migrate -> db:5432",
    "asks-migrate -> target:8000",
  ]);
});

test("the Kubernetes API for whom it is allowed", () =>
  assert.deepEqual(asks({ access: [allow(["get"], ["pods"])] }), [
    "asks -> (api server):443",
    "asks -> (api server):6443",
  ]));

test("jobs, cron jobs and schedulers ask like everybody else", () => {
  const env = { DB: db.url };
  const found = arrows({
    once: job("once", { ...program, env }),
    nightly: cron("nightly", { ...program, env, schedule: "@daily" }),
    beat: scheduler("beat", { ...program, env }),
    db,
  });
  assert.deepEqual(found, ["beat -> db:5432", "nightly -> db:5432", "once -> db:5432"]);
});

test("a site hands on", () => {
  const front = site("front", {
    ...program,
    scale: 1,
    proxy: { "/api/": target, "/ws/": target.at("ws") },
  });
  assert.deepEqual(arrows({ front, target }), ["front -> target:8000", "front -> target:8001"]);
});

test("routes let the ingress controller in, on the pod's own port", () => {
  const front = site("front", { ...program, scale: 1, service: { ports: { http: 80 } } });
  const routes = [host().serves(front), host("api").serves({ "/ws": target.at("ws") })];
  const edge = ingress("edge", { routes });
  assert.deepEqual(arrows({ edge, front, target }), [
    "(ingress) -> front:8080",
    "(ingress) -> target:8001",
  ]);
});

test("metrics let the monitoring in", () => {
  const storage = volume("v", { size: "1Gi" });
  const secrets = { user: login.key("USER"), password: login.key("PASSWORD") };
  const watched = postgres("watched", {
    version: "15",
    storage,
    ...secrets,
    resources,
    metrics: true,
  });
  const shop = web("shop", {
    ...program,
    port: { http: 80, admin: 81 },
    scale: 1,
    metrics: { port: "admin" },
  });
  assert.deepEqual(arrows({ watched, shop }), [
    "(monitoring) -> shop:81",
    "(monitoring) -> watched:9187",
  ]);
});

test("load balancers let clients in, on the ports that they open", () => {
  const found = arrows({
    shop: web("shop", {
      ...program,
      port: { http: 80, admin: 81 },
      scale: 1,
      services: {
        public: { loadBalancer: { ports: { http: 443 } } },
        office: { loadBalancer: { from: ["192.0.2.0/24"], ports: { admin: 81 } } },
      },
    }),
  });
  assert.deepEqual(found, ["office at 192.0.2.0/24 -> shop:81", "public outside -> shop:80"]);
});

test("a backup asks its database", () => {
  const storage = volume("v", { size: "1Gi" });
  const secrets = { user: login.key("USER"), password: login.key("PASSWORD") };
  const backup = { schedule: "@daily", keep: 2, to: volume("dumps", { size: "1Gi" }) } as const;
  const kept = postgres("kept", { version: "15", storage, ...secrets, resources, backup });
  assert.deepEqual(arrows({ kept }), ["kept-backup -> kept:5432"]);
});

test("a database outside is reached where it is", () => {
  const external = { host: "db.example", port: 6432, cidr: ["192.0.2.7/32"] };
  const shop = web("shop", { ...program, port: 80, scale: 1, env: { DB: db.url } });
  assert.deepEqual(arrows({ shop, db }, { components: { db: { external } } }), [
    "shop -> db at 192.0.2.7/32:6432",
  ]);
});

test("a certificate over HTTP lets its proof in, one over DNS does not", () => {
  const made = (proof: object) => {
    const acme = issuer("acme", { email: "a@b.example", server: "letsencrypt", ...proof });
    const tls = certificate("tls", { issuer: acme, hosts: [host()] });
    return arrows({ tls });
  };
  assert.deepEqual(made({}), ["(ingress) -> (solver):8089"]);
  assert.deepEqual(made({ http01: false, dns01: { route53: {} } }), []);
});

test("a change of an environment moves the connection", () => {
  const shop = web("shop", { ...program, port: 80, scale: 1, env: { STORE: db.url } });
  const change = { shop: { env: { STORE: cache.url } } };
  assert.deepEqual(arrows({ shop, db, cache }, { components: change }), ["shop -> cache:6379"]);
});
