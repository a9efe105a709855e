import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { config, external, postgres, secret, text, volume, web } from "../../src/index.ts";
import { evaluateNetworkPolicies } from "../../src/kubernetes/network-policy.ts";
import type { NetworkPolicy } from "../../src/kubernetes/network-policy-types.ts";
import { type Loose, objects } from "../render/objects.ts";
import { app, place, resources } from "./shop.ts";
import { problemsIn } from "./written.ts";

const keys = secret("keys", ["URL", "OTHER", "USER", "PASSWORD"]);
const program = { image: app, port: 8000, resources, scale: 1 };
const supabase = external("supabase", { from: keys.key("URL"), port: 443 });
const payments = external("payments", { host: "pay.example", port: 443 });
const db = postgres("db", {
  version: "15",
  database: "orders",
  storage: volume("data", { size: "1Gi" }),
  user: keys.key("USER"),
  password: keys.key("PASSWORD"),
  resources,
});

/** What a program that uses these values is given, in an environment with these changes. */
function given(env: object, parts: object, changes: object = {}): Record<string, Loose> {
  const api = web("api", { ...program, env: env as Record<string, string> });
  const made = objects({ api, ...parts }, { ...place, components: changes });
  const [container] = made.pod("Deployment", "api").containers;
  return Object.fromEntries(
    container.env.map(({ name, value, valueFrom }: Loose) => [
      name,
      value ?? valueFrom.secretKeyRef.key,
    ]),
  );
}

suite("a service outside whose address stands in a secret", () => {
  test("is the secret's key, alone or in a text", () => {
    const env = { URL: supabase.url, REST: text`${supabase.url}/rest`, PORT: supabase.port };
    assert.deepEqual(given(env, {}), {
      KEYS_URL: "URL",
      URL: "URL",
      REST: "$(KEYS_URL)/rest",
      PORT: "443",
    });
  });

  test("is let through on its port, to its addresses where they are known", () => {
    const open = (cidr?: `${string}/${number}`[]) => {
      const service = external("a", { from: keys.key("URL"), port: 5432, ...(cidr && { cidr }) });
      const made = objects({ api: web("api", { ...program, calls: [service] }) });
      const evaluator = evaluateNetworkPolicies(
        made.all.filter(({ kind }) => kind === "NetworkPolicy") as unknown as NetworkPolicy[],
      );
      const labels = { "app.kubernetes.io/name": "api" };
      const from = { name: "api", namespace: "shop", ip: "10.0.0.1", labels };
      return (address: string, port: number) =>
        evaluator.allowed({ from, to: { address }, port, protocol: "TCP" });
    };
    const anywhere = open();
    assert.ok(anywhere("93.184.216.34", 5432) && !anywhere("93.184.216.34", 443));
    assert.ok(!anywhere("10.20.0.1", 5432));
    const within = open(["10.20.0.0/16"]);
    assert.ok(within("10.20.0.1", 5432) && !within("93.184.216.34", 5432));
  });

  test("takes the place of a host in one environment, and a host its place in another", () => {
    const env = { A: payments.url, B: supabase.url };
    const parts = { payments, supabase };
    assert.deepEqual(given(env, parts), { A: "https://pay.example", B: "URL" });
    const changes = {
      payments: { from: keys.key("OTHER") },
      supabase: { host: "own.example", scheme: "https" },
    };
    assert.deepEqual(given(env, parts, changes), { A: "OTHER", B: "https://own.example" });
  });

  test("cannot stand in a config that everybody may read, wherever the environment puts it", () => {
    const settings = config("settings", { A: payments.url });
    const api = web("api", { ...program, envFrom: [settings] });
    const changes = { payments: { from: keys.key("OTHER") } };
    const [problem] = problemsIn(() => objects({ api, payments }, { components: changes }));
    assert.match(
      problem?.message ?? "",
      /secret key OTHER stands in a text that everyone may read/,
    );
  });
});

suite("a data store outside", () => {
  const url = (changes: object) => given({ URL: db.url }, { db }, { db: changes }).URL;

  test("by its host, with the login and the database as they are", () => {
    const login = "postgresql://$(KEYS_USER):$(KEYS_PASSWORD)";
    assert.equal(url({}), `${login}@db:5432/orders`);
    assert.equal(url({ external: { host: "a.example" } }), `${login}@a.example:5432/orders`);
    assert.equal(
      url({ external: { host: "192.0.2.7", port: 6432 }, database: "b" }),
      `${login}@192.0.2.7:6432/b`,
    );
  });

  test("by one key of a secret, which needs no login", () => {
    assert.deepEqual(
      given({ URL: db.url }, { db }, { db: { external: { url: keys.key("URL") } } }),
      { URL: "URL" },
    );
  });

  test("a change of where it is takes the place of what was said before", () => {
    const outside = (external: object) => {
      const moved = postgres("db", {
        version: "15",
        storage: volume("data", { size: "1Gi" }),
        user: "shop",
        password: keys.key("PASSWORD"),
        resources,
        external: { host: "a.example", port: 6432 },
      });
      return given({ URL: moved.url }, { moved }, { moved: { external } }).URL;
    };
    const login = "postgresql://shop:$(KEYS_PASSWORD)";
    assert.equal(outside({ host: "b.example" }), `${login}@b.example:6432/shop`);
    assert.equal(outside({ port: 5433 }), `${login}@a.example:5433/shop`);
    assert.equal(outside({ url: keys.key("URL") }), "URL");
  });
});
