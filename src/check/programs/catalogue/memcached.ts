import type { ProgramEntry } from "../../../program-entry.ts";

/** @see github.com/docker-library/memcached docker-entrypoint.sh */
export const memcached: ProgramEntry = {
  name: "Memcached",
  images: ["library/memcached"],
  versions: "1.5 to 1.6",
  source: "https://hub.docker.com/_/memcached",
  executables: ["memcached"],
  entrypoints: ["docker-entrypoint.sh"],
  user: { name: "memcache" },
  ports: [{ port: 11211, args: ["-p", "--port"], host: { args: ["-l", "--listen"] } }],
};
