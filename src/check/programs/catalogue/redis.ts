import type { ProgramEntry } from "../../../program-entry.ts";

const common = {
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 0 },
  ports: [
    {
      port: 6379,
      args: ["--port"],
      key: "port",
      host: { args: ["--bind"], key: "bind" },
    },
    { port: 0, args: ["--tls-port"], key: "tls-port" },
  ],
  // The cluster bus and Sentinel.
  mayListen: [16379, 26379],
  data: { path: "/data", unless: ["--dir", "dir"] },
} as const satisfies Partial<ProgramEntry>;

/** @see github.com/redis/docker-library-redis docker-entrypoint.sh */
export const redis: ProgramEntry = {
  ...common,
  name: "Redis",
  images: ["library/redis"],
  versions: "5 to 8",
  source: "https://hub.docker.com/_/redis",
  executables: ["redis-server"],
  configuration: {
    format: "redis",
    files: [],
    names: ["redis.conf"],
    isFirstArgument: true,
    how: 'args: ["FILE"]',
  },
};

/** @see github.com/valkey-io/valkey-container docker-entrypoint.sh */
export const valkey: ProgramEntry = {
  ...common,
  name: "Valkey",
  images: ["valkey/valkey"],
  versions: "7.2 to 9",
  source: "https://hub.docker.com/r/valkey/valkey",
  executables: ["valkey-server"],
  configuration: {
    format: "redis",
    files: [],
    names: ["valkey.conf", "redis.conf"],
    isFirstArgument: true,
    how: 'args: ["FILE"]',
  },
};
