import type { PodSpec } from "../../kubernetes/types/index.ts";
import type { ResolvedSecret } from "../../platform/resolve/index.ts";
import { readsConfig, readsSecret } from "../configuration/reads.ts";
import { unknownBackEnd } from "../configuration/secrets.ts";
import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { code, listed } from "../purposes/purposes.ts";
import type { Workload } from "../workloads.ts";
import {
  apply,
  componentsOf,
  folderOf,
  kubectl,
  labelled,
  podOf,
  programs,
  rolledOut,
  running,
  slipway,
  stores,
  word,
} from "./commands.ts";
import { jobDone, jobLabel } from "./deploy.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** Restarts, settings, secrets, migrations. */
export function changesChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  const own = programs(environment);
  return {
    title: "Change",
    procedures: [
      ...procedure(
        "Restart",
        { text: "Pods are replaced one after the other, as in a rollout, which is waited for." },
        { script: restarts(environment, own) },
        ...(stores(environment).length > 0
          ? [
              {
                text: "A data store of one pod is away while it restarts; programs that use it report errors meanwhile.",
              },
              { script: restarts(environment, stores(environment)) },
            ]
          : []),
        { text: "One pod alone; another takes its place:" },
        {
          script: own
            .slice(0, 1)
            .flatMap(({ selector }) => [
              `${k} delete "$(${k} get pods ${labelled(selector)} -o name | head -n 1)"`,
            ]),
        },
      ),
      ...procedure("Change a setting", ...settings(environment)),
      ...procedure("Rotate a secret", ...rotation(environment)),
      ...procedure("Run the migrations again", ...migrations(environment)),
    ],
  };
}

/** A Cluster's pods are its operator's to replace. */
function restarts(environment: Environment, workloads: readonly Workload[]): string[] {
  const k = kubectl(environment);
  const clusters = workloads.filter(({ kind }) => kind === "Cluster");
  const others = workloads.filter(({ kind }) => kind !== "Cluster");
  return [
    ...clusters.flatMap((workload) => [
      `${k} annotate clusters.postgresql.cnpg.io/${workload.name} --overwrite kubectl.kubernetes.io/restartedAt="$(date -u +%Y-%m-%dT%H:%M:%SZ)"`,
      ...rolledOut(environment, workload),
    ]),
    ...(others.length > 0
      ? [slipway(environment, `restart ${componentsOf(others).join(" ")}`)]
      : []),
  ];
}

function settings(environment: Environment): Part[] {
  const configs = ofKind(environment, "ConfigMap").map(({ entry }) => ({
    name: nameOf(entry),
    namespace: entry.object.metadata.namespace,
  }));
  const own = configs.filter(({ namespace }) => namespace === environment.resolved.namespace);
  const rows = own.flatMap(({ name }) => {
    const readers = environment.workloads.filter(({ pod }) => readsConfig(pod, name));
    return readers.length === 0 ? [] : [[code(name), listed(readers.map(({ title }) => title))]];
  });
  return [
    {
      text: "Settings change in the platform file, and reach the cluster with a deployment. The pods that read what changed are then replaced by themselves: their template carries a digest of it.",
    },
    { head: ["settings", "read by"], rows },
    { text: "What is in force:" },
    { script: own.map(({ name }) => `${kubectl(environment)} get configmap ${name} -o yaml`) },
    { see: ["Look before", "Deploy the platform"] },
  ];
}

function rotation(environment: Environment): Part[] {
  const { secrets } = environment.resolved;
  if (secrets.length === 0) return [];
  return [
    {
      text: "A new value reaches programs when their pods start anew. Values that the deployment sends are changed where they come from: the pods that read them are replaced by the deployment. Of others it does not know when they change.",
    },
    ...secrets.flatMap((secret) => secretParts(environment, secret)),
  ];
}

function secretParts(environment: Environment, secret: ResolvedSecret): Part[] {
  const readers = running(environment)
    .filter(({ pod, kind }) => kind !== "Cluster" && readsSecret(pod, secret.name))
    .sort((a, b) => Number(b.role === "store") - Number(a.role === "store"));
  const step = newValue(environment, secret);
  return [
    ...databasePassword(environment, secret),
    { text: `**${secret.name}**: ${step.text}` },
    { script: [...step.script, ...(step.isSent ? [] : restarts(environment, readers))] },
  ];
}

interface NewValue {
  readonly text: string;
  readonly script: readonly string[];
  /** Whether a deployment sends it, and replaces the pods that read it. */
  readonly isSent?: boolean;
}

/** How a changed value gets into the cluster. */
function newValue(
  environment: Environment,
  { from, name, file, recipes }: ResolvedSecret,
): NewValue {
  const k = kubectl(environment);
  switch (from.from) {
    case "existing":
      return {
        text: "send it again, as it was created; then restart what reads it.",
        script: [],
      };
    case "dotenv":
      return {
        text: `write the new value into ${code(from.file)}, and deploy.`,
        script: [slipway(environment, "deploy")],
        isSent: true,
      };
    case "generated":
      return {
        text: "delete it, and have a deployment make it up anew. **What was written with the old values cannot be read with new ones.**",
        script: [`${k} delete secret ${name}`, slipway(environment, "deploy")],
        isSent: true,
      };
    case "externalSecrets":
      return {
        text: `write the new value to ${code(`${from.path}/${name}`)}, and have the operator copy it at once.`,
        script: [
          `${k} annotate externalsecret ${name} --overwrite force-sync="$(date +%s)"`,
          `${k} wait --for=condition=Ready externalsecret/${name} --timeout=2m`,
        ],
      };
    case "sealedSecrets":
    case "sops": {
      const [made] = Object.keys(recipes);
      const rotate =
        made === undefined ? "" : `, or \`--rotate ${made}\` for a value that is made up`;
      return {
        text: `seal it again with the new value in the env file${rotate}; commit ${code(file ?? "")} and deploy.`,
        script: [slipway(environment, "deploy")],
        isSent: true,
      };
    }
    default:
      return unknownBackEnd(from);
  }
}

/** A server keeps the password that it was started with the first time: it must hear of the new one. */
function databasePassword(environment: Environment, { name }: ResolvedSecret): Part[] {
  const servers = environment.resolved.postgres.filter(
    ({ login }) => login.password.secret === name,
  );
  return stores(environment)
    .filter((store) => servers.some((server) => server.name === store.name))
    .flatMap((store): Part[] => [
      {
        text: `**${name}** holds the password of ${code(store.name)}, which reads it only when it makes its database. So first in the server itself, where \`\\password\` asks for the new one; programs cannot connect anew until the rest is done:`,
      },
      {
        script: [
          `${kubectl(environment)} exec -it ${podOf(environment, store)} -c ${mainName(store.pod)} -- sh -c 'psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB"'`,
        ],
      },
    ]);
}

function mainName({ containers }: PodSpec): string {
  return containers[0]?.name ?? "";
}

function migrations(environment: Environment): Part[] {
  const jobs = environment.workloads.filter(({ role }) => role === "migration");
  const k = kubectl(environment);
  return jobs.flatMap((job): Part[] => {
    const picked = jobLabel(environment, job);
    const file = `${folderOf(environment)}/${environment.fileOf(job.entry)}`;
    return [
      {
        text: `${code(job.title)} is a Job whose name ends in a digest of its content: each release runs it once, before the programs. Its pods are told by the label, whatever the digest.`,
      },
      {
        script: [
          `${k} get jobs ${labelled(picked)}`,
          `${k} logs ${labelled(job.selector)} --tail=-1 --prefix`,
        ],
      },
      {
        text: "One that failed is run again by the next deployment. To run one again that was complete:",
      },
      {
        script: [
          `slipway render -e ${word(environment.name)} -o ${folderOf(environment)}`,
          `${k} delete jobs ${labelled(picked)}`,
          `${apply} -f ${file} ${labelled(picked)}`,
          jobDone(environment, job),
        ],
      },
    ];
  });
}
