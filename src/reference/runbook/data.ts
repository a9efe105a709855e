import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { code, listed } from "../purposes/purposes.ts";
import type { Workload } from "../workloads.ts";
import { findPod, kubectl, labelled, podOf, stores } from "./commands.ts";
import { growth } from "./growth.ts";
import { restorePostgres, restoreRedis, stopWriters } from "./restore.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Data stores, their dumps, and what comes back from them. */
export function dataChapter(environment: Environment): Chapter {
  const backups = environment.workloads.filter(({ role }) => role === "backup");
  return {
    title: "Data",
    procedures: [
      ...procedure("Open a shell of a data store", {
        script: stores(environment).map((store) => shellOf(environment, store)),
      }),
      ...procedure(
        "Look at the backups",
        ...backups.flatMap((backup) => state(environment, backup)),
        ...unsaved(environment),
      ),
      ...procedure("Back up by hand", ...backups.flatMap((backup) => byHand(environment, backup))),
      ...procedure("Get at the dumps", ...backups.flatMap((backup) => helper(environment, backup))),
      ...procedure("Restore a dump", ...backups.flatMap((backup) => restore(environment, backup))),
      ...procedure("Make a volume larger", ...growth(environment)),
    ],
  };
}

function shellOf(environment: Environment, store: Workload): string {
  const inside = `${kubectl(environment)} exec -it ${podOf(environment, store)} -c ${store.pod.containers[0]?.name}`;
  if (store.sort === "redis") return `${inside} -- redis-cli`;
  if (store.kind !== "Cluster")
    return `${inside} -- sh -c 'psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB"'`;
  const cluster = environment.resolved.postgresClusters.find(({ name }) => name === store.name);
  return `${inside} -- psql ${cluster?.database ?? "app"}`;
}

function state(environment: Environment, backup: Workload): Part[] {
  const k = kubectl(environment);
  const schedule = ofKind(environment, "CronJob").find(
    ({ entry }) => nameOf(entry) === backup.name,
  );
  const { schedule: when = "", timeZone = "UTC" } = schedule?.object.spec ?? {};
  const keep = backup.pod.containers[0]?.env?.find(({ name }) => name === "BACKUP_KEEP")?.value;
  return [
    {
      text: `${code(backup.name)} dumps ${code(backup.component)} at ${code(when)} (${timeZone}), reads each dump back before it counts, and keeps ${keep} of them.`,
    },
    {
      script: [
        `${k} get cronjob ${backup.name}`,
        `${k} get pods ${labelled(backup.selector)}`,
        `${k} logs ${labelled(backup.selector)} --tail=-1 --prefix`,
      ],
    },
  ];
}

/** Volumes that hold data and that no backup reads. */
function unsaved(environment: Environment): Part[] {
  const dumped = new Set(
    environment.workloads.filter(({ role }) => role === "backup").map(({ component }) => component),
  );
  const kept = stores(environment).filter(({ component }) => !dumped.has(component));
  const claims = new Set(
    environment.workloads
      .filter(({ role }) => role === "program")
      .flatMap(({ pod }) =>
        (pod.volumes ?? []).flatMap(
          ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
        ),
      ),
  );
  return [
    ...(kept.length > 0
      ? [
          {
            text: `**Not dumped**: ${listed(kept.map(({ name }) => name))}. What is only there is lost with its volume.`,
          },
        ]
      : []),
    ...(claims.size > 0
      ? [
          {
            text: `**Not backed up either**: the volumes ${listed([...claims])}. Snapshots of the storage, or a tool such as Velero, must save them.`,
          },
        ]
      : []),
  ];
}

function byHand(environment: Environment, backup: Workload): Part[] {
  const k = kubectl(environment);
  return [
    {
      script: [
        `JOB=${backup.name}-"$(date -u +%Y%m%d%H%M%S)"`,
        `${k} create job "$JOB" --from=cronjob/${backup.name}`,
        `${k} wait --for=condition=Complete job/"$JOB" --timeout=1h`,
        `${k} logs job/"$JOB"`,
      ],
    },
  ];
}

/** A pod like that of the backup: it has the dumps, the login and the way to the server. */
function helper(environment: Environment, backup: Workload): Part[] {
  const k = kubectl(environment);
  const container = backup.pod.containers[0]?.name;
  const name = helperName(backup);
  return [
    {
      text: `The volume of the dumps is opened by a pod like that of the backup, which waits for four hours instead (${code(backup.component)}):`,
    },
    {
      script: [
        `${k} create job ${name} --from=cronjob/${backup.name} --dry-run=client -o yaml |`,
        "  kubectl patch --local -f - --type=json -o yaml \\",
        `    -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["sleep","14400"]}]' |`,
        "  kubectl apply --server-side -f -",
        `${k} wait --for=jsonpath='{.status.ready}'=1 job/${name} --timeout=5m`,
      ],
    },
    {
      text: `The dumps, the newest last; all of them to your machine; then one from your machine, where \`DUMP\` is its name, such as ${code(dumpName(environment, backup))}:`,
    },
    {
      script: [
        `${k} exec job/${name} -c ${container} -- ls -ltr /backups`,
        findPod(environment, `job-name=${name}`),
        `${k} cp "$POD:/backups" ./${backup.component}-dumps -c ${container}`,
      ],
    },
    {
      script: [
        findPod(environment, `job-name=${name}`),
        `${k} cp "\${DUMP:?}" "$POD:/backups/$DUMP" -c ${container}`,
      ],
    },
    { text: "When all is done:" },
    { script: [`${k} delete job ${name}`] },
  ];
}

function helperName(backup: Workload): string {
  return `${backup.name}-shell`;
}

/** A name such as dumps have. */
function dumpName(environment: Environment, backup: Workload): string {
  const of = backup.pod.containers[0]?.env?.find(({ name }) => name === "BACKUP_NAME")?.value;
  const isRedis = environment.workloads.some(
    ({ component, sort }) => component === backup.component && sort === "redis",
  );
  return `${of}-20250101T020000Z.${isRedis ? "rdb" : "dump"}`;
}

function restore(environment: Environment, backup: Workload): Part[] {
  const store = stores(environment).find(({ component }) => component === backup.component);
  if (!store) return [];
  const dump = dumpName(environment, backup);
  const writers = stopWriters(environment, store);
  const steps =
    store.sort === "redis"
      ? restoreRedis(environment, store, dump)
      : restorePostgres(environment, backup, store, helperName(backup), dump);
  return [
    {
      text: `**${store.name}**. Everything in it is replaced by the dump. Take a dump of what is there first, then stop what writes:`,
    },
    { see: ["Back up by hand", "Get at the dumps"] },
    { script: writers.stop },
    ...steps,
    {
      text: "Then let the programs start again; where an autoscaler decides, it goes on from here:",
    },
    { script: writers.start },
    ...(environment.workloads.some(({ role }) => role === "migration")
      ? [
          { text: "Where the dump is older than the running version:" },
          { see: ["Run the migrations again"] },
        ]
      : []),
  ];
}
