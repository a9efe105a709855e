import type {
  EnvEntry,
  Resolved,
  ResolvedBackup,
  Scheduled,
  Store,
} from "../platform/resolve/index.ts";
import { configMap } from "./config.ts";
import { renderCronJob } from "./jobs.ts";
import { literal, scratchAt } from "./parts.ts";
import { owned, type Rendered } from "./rendered.ts";

const scriptFolder = "/etc/backup";
/** Where a store and its backup mount the volume of the dumps. */
export const dumpFolder = "/backups";

/** How one kind of data store is dumped. Both commands find the file in `$part`. */
export interface BackupParts {
  readonly dump: string;
  /** Reads the whole dump; fails where it is not one. */
  readonly verify: string;
  readonly extension: string;
  readonly env: readonly EnvEntry[];
}

/**
 * Dumps the data, reads the whole dump back, and only then gives it its name and lets old ones go.
 * The newest dumps sort last because their names end in the time.
 */
function backupScript({ dump, verify, extension }: Omit<BackupParts, "env">): string {
  return `#!/bin/sh
set -eu
umask 077
folder="\${BACKUP_FOLDER:-${dumpFolder}}"
keep="\${BACKUP_KEEP:?}"
of="\${BACKUP_NAME:?}"
name="$of-$(date -u +%Y%m%dT%H%M%SZ).${extension}"
part="$folder/.part-$name"
rm -f "$folder"/.part-"$of"-* # of a run that was killed
trap 'rm -f "$part"' EXIT

${dump}
${verify}
mv "$part" "$folder/$name"
echo "kept $name"

find "$folder" -maxdepth 1 -type f -name "$of-????????T??????Z.${extension}" | sort -r |
  tail -n "+$((keep + 1))" |
  while IFS= read -r old; do
    rm -- "$old"
    echo "removed \${old##*/}"
  done
`;
}

/**
 * The CronJob that dumps a data store.
 *
 * @param beside The pods whose node it must share, because they mount the volume of the dumps too.
 */
export function renderBackup(
  resolved: Resolved,
  store: Store,
  backup: ResolvedBackup,
  parts: BackupParts,
  beside?: string,
): Rendered[] {
  const { key, name, site, user, group, image } = store;
  const program: Scheduled = {
    key,
    names: store.names,
    name: backup.name,
    site,
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
    security: { user, group, volumeGroup: group, readOnlyRoot: true, capabilities: [] },
    scheduling: { ...store.scheduling, spread: "none", apart: [], near: [], beside },
    main: {
      name: "backup",
      image,
      command: ["sh", `${scriptFolder}/backup.sh`],
      env: [...parts.env, literal("BACKUP_KEEP", String(backup.keep))],
      envFrom: [],
      mounts: [
        { path: dumpFolder, from: { claim: backup.claim }, readOnly: false },
        { path: scriptFolder, from: { config: backup.name }, readOnly: true },
        scratchAt("/tmp"),
      ],
      resources: backup.resources,
      ports: [],
    },
  };
  const script = configMap(resolved, store, backup.name, { "backup.sh": backupScript(parts) });
  const job = renderCronJob(resolved, program);
  return [
    ...owned({ key, name, site }, "workloads", script),
    ...job.map((rendered) => ({ ...rendered, component: name })),
  ];
}
