/** What the fixtures start from; it compiles, and is written beside each of them. */
export const given = `
import { config, cron, external, host, image, platform, podMetrics, postgres, redis, scheduler, secret, setting, site, volume, web, worker } from "slipway";

export const resources = { cpu: ["100m", "1"], memory: ["64Mi", "1Gi"] } as const;
export const login = secret("login", ["USER", "PASSWORD"]);
export const data = volume("data", { size: "10Gi" });
export const shards = setting("shards", 4);
export const db = postgres("db", { version: "15", storage: data, user: login.key("USER"), password: login.key("PASSWORD"), resources });
export const cache = redis("cache", { version: "7", storage: data, password: login.key("PASSWORD"), resources });
export const open = redis("open", { version: "7", storage: data, password: false, resources });
export const settings = config("settings", { LOG_LEVEL: "INFO", SHARDS: shards.value });
export const app = image("shop/backend");
export const backend = web("backend", { image: app, port: { http: 8000, ws: 8001 }, resources, scale: { min: shards, max: 8, cpu: 70 } });
export const tasks = worker("tasks", { image: app, resources, scale: 2 });
export const clock = scheduler("clock", { image: app, resources });
export const nightly = cron("nightly", { image: app, resources, schedule: "0 2 * * *" });
export const front = site("front", { image: app, resources, scale: 2 });
export const payments = external("payments", { host: "api.pay.example", port: 443 });
export const api = host("api");
export const rates = podMetrics("rates", { requests_per_second: { counter: "requests_total" } });
export const components = { rates, backend, tasks, clock, nightly, front, db, cache, open, settings, shards, login, data };
export const place = { namespace: "shop", domain: "shop.example" };
export const shop = platform("shop", { components, environments: { production: place } });
`;

/** Everything that \`slipway\` and the given file export, for the head of a fixture. */
export const head = `
import { alerts, allow, argocd, config, cron, environment, existing, external, externalSecrets, fernet, host, ingress, image, job, keyPair, notifications, type Part, patch, platform, podMetrics, postgres, random, scheduler, scratch, secret, sealedSecrets, setting, site, sops, text, volume, web, worker } from "slipway";
import { api, app, backend, cache, clock, components, data, db, front, login, nightly, open, payments, place, resources, settings, shards, tasks } from "./given.ts";
`;
