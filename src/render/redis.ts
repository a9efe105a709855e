import type { RedisStore, Resolved, ResolvedProbe } from "../platform/resolve/index.ts";
import { literal, scratchAt } from "./parts.ts";
import type { Rendered } from "./rendered.ts";
import { firstService } from "./services.ts";
import { renderStore } from "./store.ts";

const configFolder = "/etc/redis";

/** The client answers 0 even when the server refuses, so the answer itself is read. */
const ping = ["sh", "-c", "redis-cli ping | grep -q PONG"];
const probe: ResolvedProbe = { exec: ping, timeout: "5s" };

/** Redis in the official image; the password stays out of the configuration file, which everyone may read. */
export function renderRedis(resolved: Resolved, store: RedisStore): Rendered[] {
  const { password } = store;
  const host = firstService(store);
  const login = password ? [{ name: "REDISCLI_AUTH", pieces: [password] }] : [];
  return renderStore(resolved, store, {
    port: "redis",
    command: [
      "redis-server",
      `${configFolder}/redis.conf`,
      ...(password ? ["--requirepass", "$(REDISCLI_AUTH)"] : []),
    ],
    env: login,
    mounts: [
      { path: "/data", from: store.storage, readOnly: false },
      { path: configFolder, from: { config: store.names.config }, readOnly: true },
      scratchAt("/tmp"),
    ],
    probes: {
      startup: { ...probe, every: "5s", failures: 60 },
      liveness: { ...probe, failures: 6 },
      readiness: probe,
    },
    files: { "redis.conf": redisConf(store.settings) },
    exporter: {
      env: [
        literal("REDIS_ADDR", `redis://localhost:${store.port}`),
        ...(password ? [{ name: "REDIS_PASSWORD", pieces: [password] }] : []),
      ],
    },
    backup: {
      dump: 'redis-cli -h "$REDIS_HOST" --rdb "$part"',
      verify: 'redis-check-rdb "$part"',
      extension: "rdb",
      env: [literal("REDIS_HOST", host), ...login, literal("BACKUP_NAME", store.name)],
    },
  });
}

/** Lines of redis.conf. */
export function redisConf(settings: RedisStore["settings"]): string {
  const all = { dir: "/data", ...settings };
  return Object.entries(all)
    .map(([name, value]) => `${name} ${value === "" ? '""' : value}\n`)
    .join("");
}
