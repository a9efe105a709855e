import { parseImage } from "../../kubernetes/image.ts";
import type { ResolvedSecret } from "../../platform/resolve/index.ts";
import { unknownBackEnd } from "../configuration/secrets.ts";
import type { Environment } from "../environment.ts";
import { code, listed } from "../purposes/purposes.ts";
import { kubectl, word } from "./commands.ts";
import type { Part } from "./runbook.ts";

const send = "--dry-run=client -o yaml |\n  kubectl apply --server-side --force-conflicts -f -";

/** How the values of one Secret get into the cluster, by where they come from. */
export function secretSteps(environment: Environment, secret: ResolvedSecret): readonly Part[] {
  const { from, name } = secret;
  const title = `**${name}**${secret.optional ? " (programs start without it)" : ""}`;
  switch (from.from) {
    case "existing":
      return byHand(environment, secret, title);
    case "generated":
      return madeUp(secret, title);
    case "dotenv":
      return fromEnvFile(secret, title, from.file);
    case "externalSecrets":
      return [
        {
          text: `${title}: write ${listed(secret.keys)} under ${code(`${from.path}/${name}`)} in the store behind ${code(from.store)}, with that store's own tools. The operator makes the Secret once its ExternalSecret is applied.`,
        },
      ];
    case "sealedSecrets":
    case "sops":
      return [
        {
          text: `${title}: ${listed(secret.keys)}, encrypted in ${code(secret.file ?? "")}. ${from.from === "sops" ? "Whoever deploys needs sops, and the age key where `SOPS_AGE_KEY_FILE` says. " : ""}With the values in an env file that is not committed:`,
        },
        {
          script: [
            `slipway secrets seal ${name} -e ${word(environment.name)} --from ${envFile(environment)}`,
          ],
        },
      ];
    default:
      return unknownBackEnd(from);
  }
}

function envFile({ name }: Environment): string {
  return word(`.env.${name}`);
}

/** Whether pods read a Secret as files, which may have several lines. */
function isMounted({ workloads }: Environment, name: string): boolean {
  return workloads.some(({ pod }) =>
    pod.volumes?.some(({ secret }) => secret?.secretName === name),
  );
}

/** Keys that an env file can hold; the others are files. */
function isVariable(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key);
}

function byHand(environment: Environment, secret: ResolvedSecret, title: string): Part[] {
  const { name, type, keys } = secret;
  const create = `${kubectl(environment)} create secret`;
  if (type === "kubernetes.io/dockerconfigjson") return registryLogin(environment, secret, title);
  if (type === "kubernetes.io/tls")
    return [
      { text: `${title}: a certificate and its key.` },
      { script: [`${create} tls ${name} --cert=tls.crt --key=tls.key ${send}`] },
    ];
  const kind = type === "Opaque" ? "" : ` --type=${type}`;
  if (!keys.every(isVariable) || isMounted(environment, name))
    return [
      { text: `${title}: a file for each of ${listed(keys)}.` },
      {
        script: [
          `${create} generic ${name}${kind} \\`,
          ...keys.map((key) => `  --from-file=${key}=${key} \\`),
          `  ${send}`,
        ],
      },
    ];
  const file = word(`${name}.env`);
  return [
    {
      text: `${title}: a file with a line for each key, outside of the repository; write the values behind the \`=\`.`,
    },
    { script: ["umask 077", `printf '%s=\\n' ${keys.join(" ")} > ${file}`] },
    {
      script: [`${create} generic ${name}${kind} --from-env-file=${file} ${send}`, `rm ${file}`],
    },
  ];
}

function registryLogin(environment: Environment, { name }: ResolvedSecret, title: string): Part[] {
  const images = environment.workloads
    .filter(({ role }) => role === "program")
    .flatMap(({ pod }) => pod.containers[0]?.image ?? []);
  const server = images
    .map((image) => parseImage(image).registry)
    .find((each) => each !== undefined);
  return [
    {
      text: `${title}: a login to the image registry, in the variables \`REGISTRY_USER\` and \`REGISTRY_PASSWORD\` (\`read -rs REGISTRY_PASSWORD\` asks without showing it).`,
    },
    {
      script: [
        `${kubectl(environment)} create secret docker-registry ${name} --docker-server=${server ?? "docker.io"} \\`,
        `  --docker-username="\${REGISTRY_USER:?}" --docker-password="\${REGISTRY_PASSWORD:?}" ${send}`,
      ],
    },
  ];
}

function madeUp({ keys, recipes }: ResolvedSecret, title: string): Part[] {
  const made = madeKeys(recipes);
  const others = keys.filter((key) => !made.includes(key));
  const more = others.length > 0 ? ` ${listed(others)} may be added by hand, and stays too.` : "";
  const what = `${listed(made)}, made up by the first deployment; what is there already stays.`;
  return [{ text: `${title}: ${what}${more}` }];
}

/** The lines that the deployment reads, and what it makes up by itself. */
function fromEnvFile(
  { keys, optionalKeys, recipes }: ResolvedSecret,
  title: string,
  file: string,
): Part[] {
  const made = madeKeys(recipes);
  const given = keys.filter((key) => !made.includes(key));
  const needed = given.filter((key) => !optionalKeys.includes(key));
  const optional = given.filter((key) => optionalKeys.includes(key));
  const lines = [
    ...(needed.length > 0 ? [`lines for ${listed(needed)}`] : []),
    ...(optional.length > 0 ? [`if wanted lines for ${listed(optional)}`] : []),
    ...(made.length > 0
      ? [`if wanted lines for ${listed(made)}, which are made up once without`]
      : []),
  ];
  return [
    {
      text: `${title}: in ${code(file)}, which is never committed, ${lines.join("; ")}. The deployment sends them.`,
    },
  ];
}

/** The keys that are made up, with the public halves of key pairs. */
function madeKeys(recipes: ResolvedSecret["recipes"]): readonly string[] {
  return Object.entries(recipes).flatMap(([key, recipe]) =>
    recipe.makes === "keyPair" ? [key, recipe.public] : [key],
  );
}
