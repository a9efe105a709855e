import type { Environment } from "../environment.ts";
import { programsAsking } from "../order.ts";
import { code } from "../purposes/purposes.ts";
import { target, type Workload } from "../workloads.ts";
import { kubectl, labelled, podOf, rolledOut } from "./commands.ts";
import type { Part } from "./runbook.ts";

/** Programs that connect to a data store, told to stop and to start again. */
export function stopWriters(
  environment: Environment,
  store: Workload,
): { readonly stop: readonly string[]; readonly start: readonly string[] } {
  const k = kubectl(environment);
  const writers = programsAsking(environment, store);
  if (writers.length === 0) return { stop: [], start: [] };
  return {
    stop: [
      ...writers.map((workload) => `${k} scale ${target(workload)} --replicas=0`),
      ...writers.map(
        ({ selector }) => `${k} wait --for=delete pod ${labelled(selector)} --timeout=5m`,
      ),
    ],
    start: [
      ...writers.map(
        (workload) => `${k} scale ${target(workload)} --replicas=${workload.replicas.minimum}`,
      ),
      ...writers.flatMap((workload) => rolledOut(environment, workload)),
    ],
  };
}

/**
 * From the pod that has the dumps and the login. The database is made anew where the login may do that;
 * the owner that CloudNativePG makes may only empty it.
 */
export function restorePostgres(
  environment: Environment,
  backup: Workload,
  store: Workload,
  helper: string,
  dump: string,
): Part[] {
  const anew =
    'pg_restore --file=/dev/null "/backups/$1" && dropdb --force --maintenance-db=template1 "$PGDATABASE" && createdb --maintenance-db=template1 "$PGDATABASE" && pg_restore --exit-on-error --dbname="$PGDATABASE" "/backups/$1"';
  const emptied =
    'pg_restore --file=/dev/null "/backups/$1" && psql --command="DROP OWNED BY CURRENT_USER CASCADE" && pg_restore --exit-on-error --no-owner --dbname="$PGDATABASE" "/backups/$1"';
  const container = backup.pod.containers[0]?.name;
  return [
    {
      text: `\`DUMP\` is the name of the dump, such as ${code(dump)}. It is read through once before anything is deleted:`,
    },
    {
      script: [
        `${kubectl(environment)} exec job/${helper} -c ${container} -- \\`,
        `  sh -c '${store.kind === "Cluster" ? emptied : anew}' sh "\${DUMP:?}"`,
      ],
    },
  ];
}

/**
 * Redis 7 reads its append-only files and no dump where it keeps such files; the dump becomes their
 * base. Elsewhere it takes the place of the last snapshot.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
 */
export function restoreRedis(environment: Environment, store: Workload, dump: string): Part[] {
  const settings = environment.resolved.redis.find(({ name }) => name === store.name)?.settings;
  const appends = settings?.appendonly === "yes" || settings?.appendonly === true;
  const place = appends
    ? 'rm -rf appendonlydir && mkdir appendonlydir && cp "/backups/$1" appendonlydir/appendonly.aof.1.base.rdb && echo "file appendonly.aof.1.base.rdb seq 1 type b" > appendonlydir/appendonly.aof.manifest'
    : 'cp "/backups/$1" dump.rdb';
  const k = kubectl(environment);
  return [
    {
      text: `${code(store.name)} reads it when it starts; the server ends without saving, and the kubelet starts it again. \`DUMP\` is the name of the dump, such as ${code(dump)}:`,
    },
    {
      script: [
        `${k} exec ${podOf(environment, store)} -c ${store.pod.containers[0]?.name} -- \\`,
        `  sh -c 'redis-check-rdb "/backups/$1" && cd /data && ${place} && redis-cli shutdown nosave' sh "\${DUMP:?}"`,
        ...rolledOut(environment, store),
      ],
    },
  ];
}
