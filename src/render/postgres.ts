import type { PostgresStore, Resolved, ResolvedMount } from "../platform/resolve/index.ts";
import type { BackupParts } from "./backup.ts";
import { literal, scratchAt } from "./parts.ts";
import type { Rendered } from "./rendered.ts";
import { firstService } from "./services.ts";
import { renderStore } from "./store.ts";

const configFolder = "/etc/postgresql";
const dataFolder = "/var/lib/postgresql/data";

/** Local connections need no password: whoever has a shell in the pod owns the files anyway. */
const safeHba = ["local all all trust", "host all all all scram-sha-256"];

/**
 * Parallel queries work in /dev/shm, which container runtimes limit to 64 MiB; this one is limited
 * by the container's memory.
 */
const sharedMemory: ResolvedMount = {
  path: "/dev/shm",
  from: { scratch: { memory: true } },
  readOnly: false,
};

/**
 * PostgreSQL in the official image.
 * @see https://hub.docker.com/_/postgres for its variables, and that it may run as any user.
 */
export function renderPostgres(resolved: Resolved, store: PostgresStore): Rendered[] {
  const { user, password } = store.login;
  // Over TCP: while the image prepares the database its server answers on the socket only.
  const ready = ["pg_isready", "-U", "postgres", "-h", "127.0.0.1"];
  return renderStore(resolved, store, {
    port: "postgres",
    args: [
      "-c",
      `config_file=${configFolder}/postgresql.conf`,
      "-c",
      `hba_file=${configFolder}/pg_hba.conf`,
    ],
    env: [
      literal("POSTGRES_DB", store.database),
      { name: "POSTGRES_USER", pieces: [user] },
      { name: "POSTGRES_PASSWORD", pieces: [password] },
      literal("PGDATA", `${dataFolder}/pgdata`),
    ],
    mounts: [
      { path: dataFolder, from: store.storage, readOnly: false },
      { path: configFolder, from: { config: store.names.config }, readOnly: true },
      scratchAt("/var/run/postgresql"),
      scratchAt("/tmp"),
      sharedMemory,
    ],
    probes: {
      startup: { exec: ready, every: "5s", timeout: "5s", failures: 60 },
      liveness: { exec: ready, timeout: "5s", failures: 6 },
      readiness: { exec: ready, timeout: "5s" },
    },
    files: {
      "postgresql.conf": postgresqlConf(store.settings),
      "pg_hba.conf": `${(store.hba ?? safeHba).join("\n")}\n`,
    },
    exporter: {
      env: [
        literal("DATA_SOURCE_URI", `localhost:${store.port}/${store.database}?sslmode=disable`),
        { name: "DATA_SOURCE_USER", pieces: [user] },
        { name: "DATA_SOURCE_PASS", pieces: [password] },
      ],
    },
    backup: postgresBackup(store, firstService(store)),
  });
}

/** How a PostgreSQL server is dumped, whoever runs it. */
export function postgresBackup(
  { database, login }: Pick<PostgresStore, "database" | "login">,
  host: string,
): BackupParts {
  return {
    dump: 'pg_dump --format=custom --file="$part"',
    verify: 'pg_restore --file=/dev/null "$part"',
    extension: "dump",
    env: [
      literal("PGHOST", host),
      literal("PGDATABASE", database),
      { name: "PGUSER", pieces: [login.user] },
      { name: "PGPASSWORD", pieces: [login.password] },
      literal("BACKUP_NAME", database),
    ],
  };
}

/** Lines of postgresql.conf. Listening everywhere is the network policy's business to limit. */
export function postgresqlConf(settings: PostgresStore["settings"]): string {
  const all = { listen_addresses: "*", password_encryption: "scram-sha-256", ...settings };
  return Object.entries(all)
    .map(([name, value]) => `${name} = ${conf(value)}\n`)
    .join("");
}

function conf(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
