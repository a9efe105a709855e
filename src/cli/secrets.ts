import { closest } from "../closest.ts";
import { loadPlatform } from "../load/load.ts";
import { resolve } from "../platform/resolve/index.ts";
import { fail } from "../problem.ts";
import { sealedText } from "../report/sealed.ts";
import { unguardedByGit } from "../secrets/git.ts";
import { type SealedFile, seal } from "../secrets/seal.ts";
import { parseArguments } from "./arguments.ts";
import { chosenEnvironment } from "./chosen-environment.ts";
import { write } from "./output.ts";
import { noticingEnd } from "./premature-end.ts";
import { entry } from "./program.ts";

const help = `slipway secrets seal [SECRET…] [-f FILE] [-e ENVIRONMENT] [options]

Encrypts the values of an environment's secrets, where it has sealedSecrets(…) or sops(…), into
files beside the platform file: secrets/ENVIRONMENT/SECRET.yaml. Commit them; render copies them.

Values come from an env file, and what is declared with \`generate\` is made up. Keys without a new
value stay as they are. Values are never shown, nor written unencrypted, nor arguments of a program.

  SECRET…                        only these Secrets; default: all
  -f, --file FILE                the platform file; default: platform.ts
  -e, --environment ENVIRONMENT  needed when the platform has several
      --from ENVFILE             lines of KEY=value, without quotes; - reads standard input
      --from-file KEY=PATH       the value of one key is a file as it is; may be repeated
      --rotate KEY               makes up a new value for one that is sealed; may be repeated
      --format text|json         what became of each file and key, for a person or a program
  -h, --help

Examples:
  slipway secrets seal -e production --from .env.production
  slipway secrets seal -e production --rotate API_KEY
  slipway secrets seal tls -e production --from-file tls.crt=cert.pem --from-file tls.key=key.pem
  pass show shop/production | slipway secrets seal -e production --from -
`;

const options = {
  file: { short: "f", value: "platform.ts" },
  environment: { short: "e", value: "ENVIRONMENT" },
  from: { value: "ENVFILE" },
  "from-file": { value: "KEY=PATH", multiple: true },
  rotate: { value: "KEY", multiple: true },
  format: { value: "text|json" },
  help: { short: "h" },
} as const;

/** `slipway secrets` */
export async function secretsCommand([verb, ...rest]: readonly string[]): Promise<void> {
  if (verb === "seal") return sealCommand(rest);
  if (verb === "-h" || verb === "--help") return write("stdout", help);
  const instead = verb && closest(verb, ["seal"]) ? 'did you mean "seal"?' : "slipway secrets seal";
  return fail({ message: verb ? `there is no secrets ${verb}` : "secrets what?", instead });
}

async function sealCommand(args: readonly string[]): Promise<void> {
  const names: string[] = [];
  const given = parseArguments(args, options, names);
  if (given.help) return write("stdout", help);
  const { format = "text" } = given;
  if (format !== "text" && format !== "json")
    fail({ message: `there is no format "${format}"`, instead: "--format text or --format json" });
  const file = given.file ?? "platform.ts";
  const sources = { envFile: given.from, files: filesOf(given["from-file"]) };
  const platform = await noticingEnd(() => loadPlatform(file, entry));
  const environment = chosenEnvironment(platform, given.environment);
  const resolved = resolve(platform, environment, { otherwise: "untagged" });
  const done = await seal(resolved, file, { ...sources, names, rotate: given.rotate });
  const unguarded = [given.from ?? "-", ...sources.files.values()].filter(unguardedByGit);
  for (const path of unguarded)
    await write(
      "stderr",
      `slipway: ${path} is not in .gitignore; the next commit may take it along\n`,
    );
  return write("stdout", format === "json" ? jsonText(done) : sealedText(done));
}

function jsonText(files: readonly SealedFile[]): string {
  return `${JSON.stringify({ files }, null, 2)}\n`;
}

function filesOf(given: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const text of given) {
    const [key = ""] = text.split("=", 1);
    const path = text.slice(key.length + 1);
    if (key === "" || path === "")
      fail({ message: "--from-file needs a key and a path", instead: "--from-file KEY=PATH" });
    if (files.has(key))
      fail({ message: `--from-file ${key} is given twice`, instead: "one of the two" });
    files.set(key, path);
  }
  return files;
}
