import type { ProgramEntry } from "../../../program-entry.ts";

const CONFIGURATION = {
  format: "ini",
  files: ["/etc/my.cnf", "/etc/mysql/", "/etc/my.cnf.d/"],
  names: ["my.cnf", "mysqld.cnf"],
  args: ["--defaults-file", "--defaults-extra-file"],
  how: "mount it at /etc/mysql/conf.d/",
} as const;

const common = {
  entrypoints: ["docker-entrypoint.sh"],
  user: { id: 0 },
  ports: [
    {
      port: 3306,
      args: ["--port", "-P"],
      key: "port",
      host: { args: ["--bind-address"], key: "bind-address" },
    },
  ],
  writes: [
    {
      path: "/var/run/mysqld",
      or: ["/run/mysqld", "/var/run", "/run"],
      what: "its socket and process id",
      users: "any",
      unless: ["--socket", "--pid-file"],
    },
    { path: "/tmp", what: "temporary files", users: "any", unless: ["--tmpdir", "TMPDIR"] },
  ],
  configuration: CONFIGURATION,
  data: { path: "/var/lib/mysql", unless: ["--datadir", "-h"] },
} as const satisfies Partial<ProgramEntry>;

/** @see github.com/docker-library/mysql docker-entrypoint.sh */
export const mysql: ProgramEntry = {
  ...common,
  name: "MySQL",
  images: ["library/mysql"],
  versions: "5.7 to 9",
  source: "https://hub.docker.com/_/mysql",
  executables: ["mysqld"],
  mayListen: [33060, 33062],
  demands: [
    {
      anyOf: [
        "MYSQL_ROOT_PASSWORD",
        "MYSQL_ROOT_PASSWORD_FILE",
        "MYSQL_ALLOW_EMPTY_PASSWORD",
        "MYSQL_RANDOM_ROOT_PASSWORD",
      ],
      says: "Database is uninitialized and password option is not specified",
    },
  ],
};

/** @see github.com/MariaDB/mariadb-docker docker-entrypoint.sh */
export const mariadb: ProgramEntry = {
  ...common,
  name: "MariaDB",
  images: ["library/mariadb"],
  versions: "10.4 to 12",
  source: "https://hub.docker.com/_/mariadb",
  executables: ["mariadbd"],
  // Galera.
  mayListen: [4444, 4567, 4568],
  demands: [
    {
      anyOf: [
        "MARIADB_ROOT_PASSWORD",
        "MARIADB_ROOT_PASSWORD_FILE",
        "MARIADB_ROOT_PASSWORD_HASH",
        "MARIADB_ROOT_PASSWORD_HASH_FILE",
        "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD",
        "MARIADB_RANDOM_ROOT_PASSWORD",
        "MYSQL_ROOT_PASSWORD",
        "MYSQL_ROOT_PASSWORD_FILE",
        "MYSQL_ALLOW_EMPTY_PASSWORD",
        "MYSQL_RANDOM_ROOT_PASSWORD",
      ],
      says: "Database is uninitialized and password option is not specified",
    },
  ],
};
