import type { ProgramEntry } from "../../../program-entry.ts";

/** @see github.com/bitnami/containers */
const common = {
  versions: "the releases of 2021 to 2025",
  executables: [],
  entrypoints: ["entrypoint.sh"],
  user: { id: 1001 },
  mayListen: "any",
} as const;

const images = (name: string) => [`bitnami/${name}`, `bitnamilegacy/${name}`];
const source = (name: string) => `https://github.com/bitnami/containers/tree/main/bitnami/${name}`;

/** Rebuilds with settings and folders of their own. */
export const bitnami: readonly ProgramEntry[] = [
  {
    ...common,
    name: "Bitnami's PostgreSQL",
    images: images("postgresql"),
    source: source("postgresql"),
    demands: [
      {
        anyOf: [
          "POSTGRESQL_PASSWORD",
          "POSTGRESQL_PASSWORD_FILE",
          "POSTGRES_PASSWORD",
          "POSTGRES_PASSWORD_FILE",
          "ALLOW_EMPTY_PASSWORD",
        ],
        says: "The POSTGRESQL_PASSWORD environment variable is empty or not set",
      },
    ],
    data: {
      path: "/bitnami/postgresql",
      unless: ["POSTGRESQL_DATA_DIR", "PGDATA", "POSTGRESQL_VOLUME_DIR"],
    },
  },
  {
    ...common,
    name: "Bitnami's Redis",
    images: images("redis"),
    source: source("redis"),
    demands: [
      {
        anyOf: ["REDIS_PASSWORD", "REDIS_PASSWORD_FILE", "ALLOW_EMPTY_PASSWORD", "REDIS_ACLFILE"],
        says: "The REDIS_PASSWORD environment variable is empty or not set",
      },
    ],
    data: { path: "/bitnami/redis", unless: ["REDIS_DATA_DIR", "REDIS_VOLUME_DIR"] },
  },
  {
    ...common,
    name: "Bitnami's MongoDB",
    images: images("mongodb"),
    source: source("mongodb"),
    data: { path: "/bitnami/mongodb", unless: ["MONGODB_DATA_DIR", "MONGODB_VOLUME_DIR"] },
  },
  {
    ...common,
    name: "Bitnami's MariaDB",
    images: images("mariadb"),
    source: source("mariadb"),
    data: { path: "/bitnami/mariadb", unless: ["MARIADB_DATA_DIR", "DB_DATA_DIR"] },
  },
  {
    ...common,
    name: "Bitnami's MySQL",
    images: images("mysql"),
    source: source("mysql"),
    data: { path: "/bitnami/mysql", unless: ["MYSQL_DATA_DIR", "DB_DATA_DIR"] },
  },
];
