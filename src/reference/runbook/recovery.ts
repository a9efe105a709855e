import type { Environment } from "../environment.ts";
import { nameOf, ofKind } from "../given.ts";
import { code } from "../purposes/purposes.ts";
import { kubectl, slipway, stores, word } from "./commands.ts";
import { type Chapter, type Part, procedure } from "./runbook.ts";

/** After a loss, and the end of an environment. */
export function recoveryChapter(environment: Environment): Chapter {
  const k = kubectl(environment);
  return {
    title: "Recover and clean up",
    procedures: [
      ...procedure("What is safe, and where", ...safe(environment)),
      ...procedure(
        "A node is lost",
        {
          text: "Its pods start on other nodes by themselves after some minutes, as soon as their volumes can follow. A node that will not come back must be deleted, so that its volumes are let go; `NODE` is its name:",
        },
        {
          script: ["kubectl get nodes", `${k} get pods -o wide`, 'kubectl delete node "${NODE:?}"'],
        },
      ),
      ...procedure("A volume is lost", ...lostVolume(environment)),
      ...procedure("The namespace or the cluster is lost", ...lostCluster(environment)),
      ...procedure(
        "Clean up",
        {
          text: "Finished Jobs go by themselves after a while; pods that failed or were evicted do not.",
        },
        {
          script: [
            `${k} delete jobs --field-selector status.successful=1`,
            `${k} delete pods --field-selector status.phase=Failed`,
            `${k} delete pods --field-selector status.phase=Succeeded`,
          ],
        },
      ),
      ...procedure("Remove the environment", ...removal(environment)),
    ],
  };
}

function safe(environment: Environment): Part[] {
  const backups = environment.workloads.filter(({ role }) => role === "backup");
  const outside = environment.resolved.components
    .filter(({ sort }) => sort === "postgres" || sort === "redis")
    .filter(({ name }) => !stores(environment).some(({ component }) => component === name));
  return [
    {
      head: ["what", "where it comes back from"],
      rows: [
        ["every object of the platform", "the platform file, under version control"],
        [
          "secrets",
          "where [configuration.md](configuration.md#secrets) says; keep a copy that the cluster does not have",
        ],
        ...backups.map(({ component, name }) => [
          `the data in ${code(component)}`,
          `the dumps of ${code(name)}, which are on a volume of the same cluster: copy them elsewhere`,
        ]),
        ...stores(environment)
          .filter(({ component }) => !backups.some((backup) => backup.component === component))
          .map(({ name }) => [`the data in ${code(name)}`, "nowhere: no dump is taken"]),
        ...outside.map(({ name }) => [
          `the data in ${code(name)}`,
          "the provider of the server outside the cluster",
        ]),
        ["files on other volumes", "snapshots of the storage, where there are any"],
      ],
    },
    { see: [...(backups.length > 0 ? ["Look at the backups", "Get at the dumps"] : [])] },
  ];
}

function lostVolume(environment: Environment): Part[] {
  const claims = ofKind(environment, "PersistentVolumeClaim").map(({ entry }) => nameOf(entry));
  if (claims.length === 0) return [];
  const k = kubectl(environment);
  return [
    {
      text: "A claim whose volume is gone is `Lost`. It is deleted and made anew by a deployment, empty; then the data comes back from a dump. Of classes with `Retain` the old volume may still be there: look before anything is deleted.",
    },
    { script: [`${k} get pvc`, "kubectl get pv"] },
    {
      see: [
        "Deploy the platform",
        ...(environment.workloads.some(({ role }) => role === "backup") ? ["Restore a dump"] : []),
      ],
    },
  ];
}

function lostCluster(environment: Environment): Part[] {
  const backed = environment.workloads.some(({ role }) => role === "backup");
  return [
    {
      text: "In this order: what the cluster must have; the secrets, with their old values, for what was encrypted with them cannot be read with new ones; a deployment; then dumps that were copied out of the old cluster; last the DNS records, which must point to the new addresses.",
    },
    {
      see: [
        "Check what the cluster must have",
        "Create the secrets",
        "Deploy the platform",
        ...(backed ? ["Get at the dumps", "Restore a dump"] : []),
        "Verify a deployment",
      ].filter(
        (title) => title !== "Create the secrets" || environment.resolved.secrets.length > 0,
      ),
    },
  ];
}

/** The release with all that belongs to it alone, and then its data. */
function removal(environment: Environment): Part[] {
  const { namespace, secrets } = environment.resolved;
  const byHand = secrets.some(({ from }) => from.from === "existing");
  return [
    {
      text: "Its objects go in the reverse of their order; what other environments use too stays. Claims, secrets whose values were made up and the namespace stay as well, and the next deployment takes them up again. It asks first.",
    },
    { script: [slipway(environment, "destroy", "--dry-run"), slipway(environment, "destroy")] },
    {
      text: `In place of that, **with all data of ${code(word(environment.name))}**, volumes included where their class does not retain them, and with the namespace ${code(namespace)}; it asks for the platform's name:`,
    },
    { script: [slipway(environment, "destroy", "--delete-data --prune-kind Namespace")] },
    ...(byHand
      ? [
          { text: "A namespace that was made by hand, for the secrets, goes by hand, with them:" },
          { script: [`kubectl delete namespace ${namespace}`] },
        ]
      : []),
  ];
}
