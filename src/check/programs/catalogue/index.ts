import type { ProgramEntry } from "../../../program-entry.ts";
import { appServers } from "./app-servers.ts";
import { bases } from "./bases.ts";
import { bitnami } from "./bitnami.ts";
import { demos } from "./demos.ts";
import { exporters } from "./exporters.ts";
import { grafana } from "./grafana.ts";
import { memcached } from "./memcached.ts";
import { mongo } from "./mongo.ts";
import { mariadb, mysql } from "./mysql.ts";
import { nginx, nginxUnprivileged } from "./nginx.ts";
import { postgres } from "./postgres.ts";
import { alertmanager, loki, prometheus } from "./prometheus.ts";
import { proxies } from "./proxies.ts";
import { rabbitmq } from "./rabbitmq.ts";
import { redis, valkey } from "./redis.ts";

export type { ProgramEntry } from "../../../program-entry.ts";

/** Entries, to be found by what containers say. */
export interface Catalogue {
  readonly entries: readonly ProgramEntry[];
  /** By the path of an image in its registry, such as `library/postgres` or `mirror/prom/prometheus`. */
  readonly byRepository: (repository: string) => ProgramEntry | undefined;
  /** By the name of a program without its folders. */
  readonly byExecutable: (name: string) => ProgramEntry | undefined;
}

/** Entries added to others; those with an image or executable in common take their place. */
export function withEntries(known: Catalogue, more: readonly ProgramEntry[]): Catalogue {
  return catalogueOf([...known.entries, ...more]);
}

function catalogueOf(entries: readonly ProgramEntry[]): Catalogue {
  const images = new Map(entries.flatMap((entry) => entry.images.map((name) => [name, entry])));
  const executables = new Map(
    entries.flatMap((entry) => entry.executables.map((name) => [name, entry])),
  );
  return {
    entries,
    byRepository: (repository) => {
      const steps = repository.split("/");
      return images.get(steps.slice(-2).join("/")) ?? images.get(steps.at(-1) ?? "");
    },
    byExecutable: (name) => executables.get(name),
  };
}

/** What Slipway knows itself; of two entries for one program the official image comes last. */
export const catalogue: Catalogue = catalogueOf([
  postgres,
  mysql,
  mariadb,
  mongo,
  redis,
  valkey,
  memcached,
  rabbitmq,
  ...bitnami,
  nginxUnprivileged,
  nginx,
  ...proxies,
  ...appServers,
  prometheus,
  alertmanager,
  loki,
  grafana,
  ...exporters,
  ...demos,
  ...bases,
]);
