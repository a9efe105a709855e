import assert from "node:assert/strict";
import { test } from "node:test";
import {
  existing,
  externalSecrets,
  generated,
  platform,
  setting,
  web,
  worker,
} from "../../src/index.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { app, inPlace, named, place, resources, shop } from "./shop.ts";
import { problemsIn } from "./written.ts";

const program = (change: Parameters<typeof inPlace>[0]) => named(inPlace(change).running, "shop");
const text = (resolved: ReturnType<typeof program>) =>
  Object.fromEntries(
    resolved.main.env.map((entry) => [entry.name, "pieces" in entry ? entry.pieces.join("") : ""]),
  );

test("without a change everything is as it was defined", () => {
  const { scale, budget, main } = program({});
  assert.deepEqual(scale, { min: 2, max: 4, cpu: 70 });
  assert.equal(budget, 1);
  assert.deepEqual(main.resources, {
    cpu: { request: "100m", limit: "1" },
    memory: { request: "64Mi", limit: "1Gi" },
  });
});

test("objects merge: what a change does not name stays", () => {
  assert.deepEqual(program({ components: { shop: { scale: { max: 9 } } } }).scale, {
    min: 2,
    max: 9,
    cpu: 70,
  });
  const { cpu, memory } = program({
    components: { shop: { resources: { cpu: { request: "50m" } } } },
  }).main.resources;
  assert.deepEqual(
    [cpu, memory],
    [
      { request: "50m", limit: "1" },
      { request: "64Mi", limit: "1Gi" },
    ],
  );
});

test("maps merge by key, and null takes an entry out", () => {
  const env = text(program({ components: { shop: { env: { DEBUG: "1", REGION: null } } } }));
  assert.deepEqual(Object.keys(env), ["DATABASE_URL", "DEBUG"]);
});

test("null takes an option out, a limit too", () => {
  const { budget, main } = program({
    components: { shop: { budget: null, resources: { cpu: { limit: null } } } },
  });
  assert.equal(budget, undefined);
  assert.deepEqual(main.resources.cpu, { request: "100m" });
});

test("lists and single values replace", () => {
  const args = ["--one"];
  const component = web("a", { image: app, port: 80, resources, scale: 1, args: ["--a", "--b"] });
  const changed = { ...place, components: { component: { args, scale: 3 } } };
  const resolved = resolve(
    platform("shop", { components: { component }, environments: { dev: changed } }),
    "dev",
  );
  assert.deepEqual(resolved.running[0]?.main.args, ["--one"]);
  assert.equal(resolved.running[0]?.scale, 3);
});

test("a number in place of an autoscaler, and back", () => {
  assert.equal(program({ components: { shop: { scale: 2 } } }).scale, 2);
  const scale = { min: 1, max: 2, memory: 80 };
  const tasks = named(inPlace({ components: { tasks: { scale } } }).running, "tasks");
  assert.deepEqual(tasks.scale, scale);
});

test("a probe keeps its question when only its timing changes", () => {
  const { liveness, readiness } = program({
    components: { shop: { probes: { liveness: { after: "9s" }, readiness: "/other" } } },
  }).probes;
  assert.deepEqual(liveness, { get: "/live", port: "http", after: "9s" });
  assert.deepEqual(readiness, { get: "/other", port: "http", every: "5s" });
});

test("a probe that asks anew forgets the old question and its timing", () => {
  const { readiness } = program({
    components: { shop: { probes: { readiness: { tcp: "ws" } } } },
  }).probes;
  assert.deepEqual(readiness, { tcp: "ws" });
});

test("values that are called like options of a probe or of resources stay values", () => {
  const shop = web("shop", {
    image: app,
    port: 80,
    resources,
    scale: 1,
    env: { liveness: "/a", cpu: "1", memory: "2" },
  });
  const changed = { ...place, components: { shop: { env: { liveness: "/b", cpu: "3" } } } };
  const made = platform("shop", { components: { shop }, environments: { dev: changed } });
  const env = text(named(resolve(made, "dev").running, "shop"));
  assert.deepEqual(env, { liveness: "/b", cpu: "3", memory: "2" });
});

test("false leaves a component out, and a change of it elsewhere stays possible", () => {
  const environments = {
    dev: { ...place, components: { extra: false } },
    production: { ...place, components: { extra: { scale: 2 } } },
  } as const;
  const extra = worker("extra", { image: app, resources, scale: 1 });
  const made = platform("shop", { components: { shop, extra }, environments });
  const names = (environment: string) => resolve(made, environment).running.map(({ name }) => name);
  assert.deepEqual(names("dev"), ["shop"]);
  assert.deepEqual(names("production"), ["shop", "extra"]);
});

test("a change in one environment is not seen in another", () => {
  const shards = setting("shards", 4);
  const bot = worker("bot", { image: app, resources, scale: shards, env: { TOTAL: shards.value } });
  const environments = { dev: { ...place, components: { shards: 1 } }, production: place };
  const made = platform("shop", { components: { bot, shards }, environments });
  const seen = (environment: string) => {
    const found = named(resolve(made, environment).running, "bot");
    return [found.scale, text(found).TOTAL];
  };
  assert.deepEqual(seen("dev"), [1, "1"]);
  assert.deepEqual(seen("production"), [4, "4"]);
  assert.deepEqual(seen("dev"), [1, "1"]);
});

test("a store outside the cluster keeps its references and needs no storage", () => {
  const resolved = inPlace({
    components: { db: { external: { host: "db.example.org", port: 6432 } }, data: false },
  });
  assert.deepEqual(resolved.postgres, []);
  assert.ok(!resolved.volumes.some(({ name }) => name === "data"));
  const url = named(resolved.running, "shop").main.env[0];
  assert.match(JSON.stringify(url), /@db\.example\.org:6432\/shop/);
  assert.equal(named(resolved.configs, "settings").data.DB_HOST, "db.example.org");
});

test("where secrets come from: the environment, or the secret itself", () => {
  const from = (change: Parameters<typeof inPlace>[0]) =>
    named(inPlace(change).secrets, "login").from;
  const vault = externalSecrets({ store: "vault", path: "shop" });
  assert.deepEqual(from({}), { from: "existing" });
  assert.deepEqual(from({ secrets: generated() }), { from: "generated" });
  assert.deepEqual(from({ secrets: vault }), {
    from: "externalSecrets",
    store: "vault",
    path: "shop",
  });
  assert.deepEqual(from({ secrets: vault, components: { login: { from: existing() } } }), {
    from: "existing",
  });
});

test("what a variable or a spread hides from the compiler is told when it runs", () => {
  const hidden: object = { shop: { scal: 2 } };
  const messages = problemsIn(() => inPlace({ components: hidden })).map(({ message }) => message);
  assert.deepEqual(messages, ["environment production, shop: scal is not an option"]);
});

test("what is resolved is frozen all the way down", () => {
  const resolved = inPlace({
    objects: [{ apiVersion: "v1", kind: "Pod", metadata: { name: "a" } }],
  });
  const loose: string[] = [];
  const walk = (value: unknown, path: string) => {
    if (typeof value !== "object" || value === null || path.endsWith(".site")) return;
    if (!Object.isFrozen(value)) loose.push(path);
    for (const [key, entry] of Object.entries(value)) walk(entry, `${path}.${key}`);
  };
  walk(resolved, "resolved");
  assert.deepEqual(loose, []);
});
