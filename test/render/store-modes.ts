import assert from "node:assert/strict";
import {
  config,
  type Platform,
  platform,
  postgres,
  redis,
  scratch,
  secret,
  volume,
  web,
} from "../../src/index.ts";
import type { KubernetesObject } from "../../src/kubernetes/types/index.ts";
import type { Postgres } from "../../src/platform/postgres.ts";
import { resolve } from "../../src/platform/resolve/index.ts";
import { render } from "../../src/render/index.ts";
import { app, place, resources } from "../platform/shop.ts";
import type { Loose } from "./objects.ts";

const login = secret("login", ["USER", "PASSWORD", "DATABASE_URL", "CACHE_URL"]);
const data = volume("db-data", { size: "20Gi", class: "modes-fast" });
const cacheData = volume("cache-data", { size: "1Gi", class: "modes-fast", perMember: true });
const db = postgres("db", {
  version: "15-alpine",
  database: "orders",
  user: login.key("USER"),
  password: login.key("PASSWORD"),
  storage: data,
  settings: { max_connections: 200, shared_buffers: "32MB", fsync: true },
  hba: ["host all all 10.0.0.0/8 scram-sha-256"],
  metrics: true,
  services: { "db-lb": { loadBalancer: { from: ["10.8.0.0/24"], ports: { postgres: 5433 } } } },
  resources,
});
const cache = redis("cache", {
  version: "7-alpine",
  password: login.key("PASSWORD"),
  storage: cacheData,
  resources,
});
const settings = config("settings", { LEVEL: "INFO" });
const api = web("api", {
  image: app,
  port: 8000,
  envFrom: [settings],
  env: { DATABASE_URL: db.url, CACHE_URL: cache.url },
  near: [db],
  resources,
  scale: 1,
});

const environment = (namespace: string, components: object = {}) => ({
  ...place,
  namespace,
  cluster: { apiServer: ["10.96.0.1/32"] as const },
  components,
});

/** One platform with an environment for each way to have a data store; each changes one setting of a store. */
const everyMode: Platform = platform("shop", {
  components: { db, data, cache, cacheData, settings, api },
  environments: {
    statefulSet: environment("modes-stateful-set"),
    deployment: environment("modes-deployment", {
      db: { as: "Deployment" },
      cache: { storage: scratch() },
    }),
    outside: environment("modes-outside", {
      db: { external: { host: "db.example.org", port: 6432, cidr: ["192.0.2.0/28"] } },
      cache: { external: { host: "cache.example.org" } },
    }),
    hidden: environment("modes-hidden", {
      db: { external: { url: login.key("DATABASE_URL") } },
      cache: { external: { url: login.key("CACHE_URL"), cidr: ["192.0.2.0/28"] } },
    }),
    operator: environment("modes-operator", { db: { cloudNativePg: { instances: 3 } } }),
  },
});

export const modes = ["statefulSet", "deployment", "outside", "hidden", "operator"] as const;
export type Mode = (typeof modes)[number];

/** What the platform is rendered to in one of the modes. */
export function inMode(mode: Mode) {
  const all = render(resolve(everyMode, mode)).map(({ object }) => object as KubernetesObject);
  const get = (kind: string, name: string): Loose => {
    const found = all.filter((object) => object.kind === kind && object.metadata.name === name);
    assert.equal(found.length, 1, `${kind} ${name} in ${mode}`);
    return found[0];
  };
  return { all, get };
}

/** A postgres that the operator runs. */
export function operated(options: object = {}): Postgres {
  return postgres("db", {
    version: "15-alpine",
    storage: volume("data", { size: "1Gi" }),
    user: login.key("USER"),
    password: login.key("PASSWORD"),
    resources,
    cloudNativePg: { instances: 3 },
    ...options,
  });
}
