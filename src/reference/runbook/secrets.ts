import { parseImage } from "../../kubernetes/image.ts";
import type { ResolvedSecret } from "../../platform/resolve/index.ts";
import { unknownBackEnd } from "../configuration/secrets.ts";
import type { Environment } from "../environment.ts";
import { code, listed } from "../purposes/purposes.ts";
import { kubectl, word } from "./commands.ts";
import { hasKeyPair, makeFiles, makeText } from "./recipes.ts";
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
      return madeUp(environment, secret, title);
    case "dotenv":
      return fromEnvFile(environment, secret, title, from.file);
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

/** Nothing is made anew: a new value would shut out what was written with the old one. */
function madeUp(environment: Environment, secret: ResolvedSecret, title: string): Part[] {
  const { name, keys, recipes, type } = secret;
  if (type !== "Opaque" || !keys.every(isVariable)) return byHand(environment, secret, title);
  return [
    {
      text: `${title}: ${listed(keys)}, made up once. Where the Secret is there already, \`create\` refuses and changes nothing.`,
    },
    {
      script: [
        'DIR="$(mktemp -d)"',
        ...makeFiles(keys, recipes, "$DIR"),
        `${kubectl(environment)} create secret generic ${name} --from-file="$DIR"`,
        'rm -r "$DIR"',
      ],
    },
  ];
}

function fromEnvFile(
  environment: Environment,
  secret: ResolvedSecret,
  title: string,
  file: string,
): Part[] {
  const { name, keys, type, optionalKeys, recipes } = secret;
  if (type !== "Opaque" || !keys.every(isVariable) || isMounted(environment, name))
    return byHand(environment, secret, title);
  const needed = keys.filter((key) => !optionalKeys.includes(key));
  const optional = optionalKeys.length > 0 ? `, and if wanted ${listed(optionalKeys)},` : "";
  const lines = `${title}: lines for ${listed(needed)}${optional} in ${code(file)}, which is never committed.`;
  const create = `${kubectl(environment)} create secret generic ${name}`;
  if (hasKeyPair(recipes)) return withFiles(secret, lines, file, create);
  return [
    { text: lines },
    ...madeLines(secret, file),
    {
      script: [
        `grep -E '^(${keys.join("|")})=' ${word(file)} |`,
        `  ${create} --from-env-file=/dev/stdin ${send}`,
      ],
    },
  ];
}

/** Values that nobody has to think of, appended to the env file. */
function madeLines({ recipes }: ResolvedSecret, file: string): Part[] {
  const made = Object.keys(recipes);
  if (made.length === 0) return [];
  const lines = made.map((key) => `  printf '${key}=%s\\n' "$(${makeText(key, recipes)})"`);
  return [
    { text: `${listed(made)} can be made up; once, before the first deployment:` },
    { script: ["umask 077", "{", ...lines, `} >> ${word(file)}`] },
  ];
}

/** A key pair has several lines, which an env file cannot hold: every value becomes a file. */
function withFiles(
  { keys, recipes }: ResolvedSecret,
  lines: string,
  file: string,
  create: string,
): Part[] {
  const pairs = Object.entries(recipes).flatMap(([key, recipe]) =>
    recipe.makes === "keyPair" ? [key, recipe.public] : [],
  );
  const others = keys.filter((key) => !pairs.includes(key));
  return [
    { text: `${lines} ${listed(pairs)} are made here, each time anew.` },
    {
      script: [
        'DIR="$(mktemp -d)"',
        ...(others.length > 0
          ? [
              `for KEY in ${others.join(" ")}; do`,
              `  sed -n "s/^$KEY=//p" ${word(file)} | tr -d '\\n' > "$DIR/$KEY"`,
              '  [ -s "$DIR/$KEY" ] || rm "$DIR/$KEY"',
              "done",
            ]
          : []),
        ...makeFiles(pairs, recipes, "$DIR"),
        `${create} --from-file="$DIR" ${send}`,
        'rm -r "$DIR"',
      ],
    },
  ];
}
