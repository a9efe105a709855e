import type {
  PostgresStore,
  Resolved,
  ResolvedBackup,
  Scheduled,
} from "../platform/resolve/index.ts";
import { configMap } from "./config.ts";
import { renderCronJob } from "./jobs.ts";
import { owned, type Rendered } from "./rendered.ts";
import { literal, scratchAt } from "./store.ts";

const scriptFolder = "/etc/backup";

/**
 * Dumps the database, reads the whole dump back, and only then gives it its name and lets old ones go.
 * The newest dumps sort last because their names begin with the time.
 */
export const backupScript = `#!/bin/sh
set -eu
umask 077
folder="\${BACKUP_FOLDER:-/backups}"
keep="\${BACKUP_KEEP:?}"
name="\${PGDATABASE:?}-$(date -u +%Y%m%dT%H%M%SZ).dump"
part="$folder/.part-$name"
rm -f "$folder"/.part-"$PGDATABASE"-* # of a run that was killed
trap 'rm -f "$part"' EXIT

pg_dump --format=custom --file="$part"
pg_restore --file=/dev/null "$part"
mv "$part" "$folder/$name"
echo "kept $name"

find "$folder" -maxdepth 1 -type f -name "$PGDATABASE-????????T??????Z.dump" | sort -r | tail -n "+$((keep + 1))" |
  while IFS= read -r old; do
    rm -- "$old"
    echo "removed \${old##*/}"
  done
`;

/** The CronJob that dumps a database. It shares the node of the server, because both mount the same volume. */
export function renderBackup(
  resolved: Resolved,
  store: PostgresStore,
  backup: ResolvedBackup,
): Rendered[] {
  const { user, password } = store.login;
  const program: Scheduled = {
    key: store.key,
    name: backup.name,
    site: store.site,
    schedule: backup.schedule,
    timeZone: backup.timeZone,
    concurrency: "Forbid",
    startWithin: "1h",
    retries: 2,
    timeout: "6h",
    keep: "1d",
    migrates: undefined,
    init: [],
    sidecars: [],
    access: [],
    labels: {},
    annotations: {},
    security: {
      user: store.user,
      group: store.group,
      volumeGroup: store.group,
      readOnlyRoot: true,
      capabilities: [],
    },
    scheduling: { ...store.scheduling, spread: "none", apart: [], near: [], beside: store.name },
    main: {
      name: "backup",
      image: store.image,
      command: ["sh", `${scriptFolder}/backup.sh`],
      env: [
        literal("PGHOST", store.services[0]?.name ?? store.name),
        literal("PGDATABASE", store.database),
        { name: "PGUSER", pieces: [user] },
        { name: "PGPASSWORD", pieces: [password] },
        literal("BACKUP_KEEP", String(backup.keep)),
      ],
      envFrom: [],
      mounts: [
        { path: "/backups", from: { claim: backup.claim }, readOnly: false },
        { path: scriptFolder, from: { config: backup.name }, readOnly: true },
        scratchAt("/tmp"),
      ],
      resources: backup.resources,
      ports: [],
    },
  };
  const script = configMap(resolved, store, backup.name, { "backup.sh": backupScript });
  const owner = { key: store.key, name: store.name, site: store.site };
  const job = renderCronJob(resolved, program, store.name).map((rendered) => ({
    ...rendered,
    component: store.name,
  }));
  return [...owned(owner, "workloads", script), ...job];
}
