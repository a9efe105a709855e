import {
  config,
  image,
  platform,
  postgres,
  redis,
  secret,
  volume,
  web,
  worker,
} from "../../src/index.ts";
import type { Environment } from "../../src/platform/environment.ts";
import { type ImageChoice, type Resolved, resolve } from "../../src/platform/resolve/index.ts";

export const resources = { cpu: ["100m", "1"], memory: ["64Mi", "1Gi"] } as const;
export const place = {
  namespace: "shop",
  domain: "shop.example",
  images: { registry: "gcr.io", tag: "v1" },
};
export const app = image("shop/app");
export const login = secret("login", ["USER", "PASSWORD"]);
export const data = volume("data", { size: "10Gi" });

export const db = postgres("db", {
  version: "15-alpine",
  storage: data,
  user: login.key("USER"),
  password: login.key("PASSWORD"),
  resources,
});
export const cache = redis("cache", {
  version: "7-alpine",
  storage: volume("cache-data", { size: "1Gi" }),
  password: login.key("PASSWORD"),
  resources,
});
export const settings = config("settings", { LEVEL: "INFO", DB_HOST: db.host });
export const shop = web("shop", {
  image: app,
  port: { http: 8000, ws: 8001 },
  resources,
  env: { DATABASE_URL: db.url, REGION: "eu" },
  probes: { liveness: "/live", readiness: { get: "/ready", every: "5s" } },
  scale: { min: 2, max: 4, cpu: 70 },
  budget: 1,
});
export const tasks = worker("tasks", {
  image: app,
  resources,
  envFrom: [settings],
  env: { QUEUE: cache.db(1) },
  scale: 2,
});

const components = { shop, tasks, db, cache, settings, login, data };

/** The shop in one environment that differs from the plain one by this. */
export function inPlace(
  change: Partial<Environment<typeof components>>,
  choice?: ImageChoice,
): Resolved {
  const environments = { production: { ...place, ...change } };
  return resolve(platform("shop", { components, environments }), "production", choice);
}

/** A platform of just these components, resolved in one environment. */
export function resolveOnly(
  parts: Parameters<typeof platform>[1]["components"],
  more: object = {},
  options: object = {},
): Resolved {
  const environments = { production: { ...place, ...more } };
  return resolve(platform("shop", { components: parts, environments, ...options }), "production");
}

/** The one of a list that has this name. */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const found = list.find((item) => item.name === name);
  if (!found) throw new Error(`there is no ${name}, only ${list.map((item) => item.name)}`);
  return found;
}
