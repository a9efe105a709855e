import type { ProgramEntry } from "../../../program-entry.ts";

const PORT = {
  port: 5432,
  args: ["-p", "--port", "-c port"],
  env: ["PGPORT"],
  key: "port",
  // The image writes `listen_addresses = '*'` into the file that it makes; a file of one's own that
  // is silent has PostgreSQL's default.
  host: { args: ["-h", "-c listen_addresses"], key: "listen_addresses", inFile: "localhost" },
} as const;

const CONFIGURATION = {
  format: "ini",
  files: [],
  names: ["postgresql.conf"],
  args: ["-c config_file", "--config_file", "--config-file"],
  how: 'args: ["-c", "config_file=FILE"]',
} as const;

/** @see github.com/docker-library/postgres docker-entrypoint.sh */
export const postgres: ProgramEntry = {
  name: "PostgreSQL",
  images: ["library/postgres", "postgis/postgis", "pgvector/pgvector", "timescale/timescaledb"],
  versions: "9.6 to 18",
  source: "https://hub.docker.com/_/postgres",
  executables: ["postgres"],
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 0 },
  ports: [PORT],
  writes: [
    {
      path: "/var/run/postgresql",
      or: ["/run/postgresql", "/var/run", "/run"],
      what: "its socket and lock file",
      users: "any",
      unless: ["unix_socket_directories", "-k"],
    },
  ],
  demands: [
    {
      anyOf: ["POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "POSTGRES_HOST_AUTH_METHOD"],
      only: { POSTGRES_HOST_AUTH_METHOD: "trust" },
      says: "Database is uninitialized and superuser password is not specified",
      since: ["9.5.22", "9.6.18", "10.13", "11.8", "12.3"],
    },
  ],
  configuration: CONFIGURATION,
  data: {
    path: "/var/lib/postgresql/data",
    since: { major: 18, path: "/var/lib/postgresql", not: "/var/lib/postgresql/data" },
    unless: ["PGDATA", "-D"],
  },
};
