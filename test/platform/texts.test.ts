import assert from "node:assert/strict";
import { test } from "node:test";
import {
  config,
  domain,
  environmentName,
  external,
  host,
  namespace,
  redis,
  site,
  text,
  volume,
  web,
  worker,
} from "../../src/index.ts";
import {
  app,
  cache,
  db,
  inPlace,
  login,
  named,
  place,
  resolveOnly,
  resources,
  shop,
} from "./shop.ts";
import { problemsIn } from "./written.ts";

/** The texts of a config, as they are resolved. */
function texts(entries: Parameters<typeof config>[1], change: object = {}) {
  const written = config("written", entries);
  return resolveOnly({ written }, change).configs.find(({ key }) => key === "written")?.data;
}

test("references become what they name", () => {
  const frontend = site("frontend", { image: app, resources, scale: 1 });
  const payments = external("payments", { host: "api.pay.example", port: 443 });
  const mail = external("mail", { host: "mail.example", port: 587, scheme: "smtp" });
  const found = texts({
    url: shop.url,
    host: shop.host,
    port: shop.port,
    ws: shop.at("ws").url,
    front: frontend.url,
    dbHost: db.host,
    dbPort: db.port,
    dbName: db.database,
    pay: payments.url,
    mail: mail.url,
    apex: host().url,
    api: host("api").name,
    socket: host("ws").ws,
    place: text`${namespace}.${environmentName}.${domain}`,
    number: 5,
  });
  assert.deepEqual(found, {
    url: "http://shop:8000",
    host: "shop",
    port: "8000",
    ws: "http://shop:8001",
    front: "http://frontend:8080",
    dbHost: "db",
    dbPort: "5432",
    dbName: "shop",
    pay: "https://api.pay.example",
    mail: "smtp://mail.example:587",
    apex: "https://shop.example",
    api: "api.shop.example",
    socket: "wss://ws.shop.example",
    place: "shop.production.shop.example",
    number: "5",
  });
});

test("a Service's own name and port are what others use, a prefix before both", () => {
  const api = web("api", {
    image: app,
    port: 8000,
    resources,
    scale: 1,
    service: { name: "backend", ports: { http: 80 } },
  });
  assert.deepEqual(texts({ url: api.url }), { url: "http://backend:80" });
  assert.deepEqual(texts({ url: api.url, db: db.host }, { prefix: "dev-" }), {
    url: "http://dev-backend:80",
    db: "dev-db",
  });
});

test("a worker with a port has a Service under the name that others use", () => {
  const bot = worker("bot", { image: app, resources, scale: 1, port: { http: 9000 } });
  const reads = config("reads", { URL: bot.at("http").url });
  const resolved = resolveOnly({ bot, reads });
  assert.equal(named(resolved.configs, "reads").data.URL, "http://bot:9000");
  assert.deepEqual(
    named(resolved.running, "bot").services.map(({ name, type }) => [name, type]),
    [["bot", "internal"]],
  );
});

test("secrets in a text stay keys, known only to the cluster", () => {
  const [url] = named(inPlace({}).running, "shop").main.env;
  const key = (name: string) => ({ secret: "login", key: name, optional: false });
  assert.deepEqual(url && "pieces" in url && url.pieces, [
    "postgresql://",
    key("USER"),
    ":",
    key("PASSWORD"),
    "@db:5432/shop",
  ]);
});

test("an open cache has a plain address", () => {
  const storage = volume("v", { size: "1Gi" });
  const open = redis("open", { version: "7", storage, password: false, resources });
  assert.deepEqual(texts({ url: open.db(2) }), { url: "redis://open:6379/2" });
});

test("a value of a config can be used under another name, also where an environment changes it", () => {
  const base = config("base", { HOST: db.host });
  const uses = web("uses", {
    image: app,
    port: 80,
    resources,
    scale: 1,
    env: { STORE: base.key("HOST") },
  });
  const partners = (change: object) => {
    const resolved = resolveOnly({ uses, base, db, cache }, { components: change });
    const reached = resolved.edges
      .filter(({ from }) => "pods" in from && from.pods === "uses")
      .map(({ to }) => ("pods" in to ? to.pods : ""));
    return [named(resolved.running, "uses").main.env, reached];
  };
  assert.deepEqual(partners({}), [[{ name: "STORE", pieces: ["db"] }], ["db"]]);
  assert.deepEqual(partners({ base: { HOST: cache.host } }), [
    [{ name: "STORE", pieces: ["cache"] }],
    ["cache"],
  ]);
  const gone = problemsIn(() => partners({ base: { HOST: null } })).map(({ message }) => message);
  assert.deepEqual(gone, ['the config base has no key "HOST"']);
});

test("images: the environment's, the tag of the command line, a whole reference, exact texts", () => {
  const of = (...args: Parameters<typeof inPlace>) =>
    named(inPlace(...args).running, "shop").main.image;
  assert.equal(of({}), "gcr.io/shop/app:v1");
  assert.equal(of({ images: { tag: "v2" } }), "shop/app:v2");
  assert.equal(of({}, { tag: "v3" }), "gcr.io/shop/app:v3");
  const mine = `registry.local:5000/mine@sha256:${"a".repeat(64)}`;
  assert.equal(of({}, { images: { "shop/app": mine }, tag: "v3" }), mine);
  assert.equal(of({ components: { shop: { image: "nginx:1.29" } } }), "nginx:1.29");
  assert.equal(inPlace({}).postgres[0]?.image, "postgres:15-alpine");
});

test("names: the prefix before every component, cluster-wide objects by their namespace", () => {
  const resolved = inPlace({ prefix: "dev-", namespace: "shop-dev" });
  assert.deepEqual(
    [...resolved.running, ...resolved.postgres, ...resolved.configs, ...resolved.volumes].map(
      ({ name }) => name,
    ),
    ["dev-shop", "dev-tasks", "dev-db", "dev-settings", "dev-data", "dev-cache-data"],
  );
  assert.equal(named(resolved.secrets, "dev-login").keys.length, 2);
  assert.deepEqual(place.namespace, "shop");
  assert.equal(login.name, "login");
});
