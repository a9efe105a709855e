import type { ResolvedSecret } from "../../platform/resolve/index.ts";
import { type Environment, tables } from "../environment.ts";
import { plainName } from "../given.ts";
import { code } from "../purposes/purposes.ts";
import { column, joined, type Varying } from "../varying.ts";
import { readsSecret } from "./reads.ts";

/** A Secret by name and keys. There is no value in here, and none can come in. */
export interface SecretRow {
  readonly title: string;
  readonly names: Varying<string>;
  readonly keys: readonly string[];
  readonly optionalKeys: readonly string[];
  readonly optional: boolean;
  readonly type: string;
  /** How the values of keys are made, where somebody has to make them up. */
  readonly recipes: Varying<readonly string[]>;
  readonly backEnds: Varying<string>;
  /** The same in a word or two. */
  readonly sources: Varying<string>;
  readonly readers: Varying<readonly string[]>;
}

export function secretRows(environments: readonly Environment[]): readonly SecretRow[] {
  const rows = tables(environments, (environment) =>
    environment.resolved.secrets.map((secret) => {
      const row = { secret, readers: secretReaders(environment, secret) };
      return [plainName(environment, secret.name), row] as const;
    }),
  );
  return joined(rows).map((row) => ({
    title: row.key,
    names: column(row, ({ secret }) => secret.name),
    keys: row.first.secret.keys,
    optionalKeys: row.first.secret.optionalKeys,
    optional: row.first.secret.optional,
    type: row.first.secret.type,
    recipes: column(row, ({ secret }) => recipeTexts(secret)),
    backEnds: column(row, ({ secret }) => backEndText(secret)),
    sources: column(row, ({ secret }) => sourceName(secret)),
    readers: column(row, ({ readers }) => readers),
  }));
}

/** Components whose pods read a Secret, or are pulled with it. */
function secretReaders(
  { workloads, resolved }: Environment,
  { name }: Pick<ResolvedSecret, "name">,
): readonly string[] {
  const pulls = resolved.pull === name;
  return workloads.filter(({ pod }) => pulls || readsSecret(pod, name)).map(({ title }) => title);
}

/** Where the values come from, in words. */
export function backEndText({ from, file, name }: ResolvedSecret): string {
  switch (from.from) {
    case "existing":
      return "made by hand";
    case "generated":
      return "made up once";
    case "externalSecrets":
      return `copied from ${code(`${from.kind ?? "ClusterSecretStore"} ${from.store}`)}, ${code(`${from.path}/${name}`)}`;
    case "dotenv":
      return `sent from the file ${code(from.file)} of the operator's machine`;
    case "sealedSecrets":
      return `encrypted in ${code(file ?? "")} for the Sealed Secrets controller`;
    case "sops":
      return `encrypted in ${code(file ?? "")} with sops for ${from.age.length === 1 ? "one age key" : `${from.age.length} age keys`}`;
    default:
      return unknownBackEnd(from);
  }
}

function sourceName({ from }: ResolvedSecret): string {
  switch (from.from) {
    case "existing":
      return "by hand";
    case "generated":
      return "made up once";
    case "externalSecrets":
      return `External Secrets (${from.store})`;
    case "dotenv":
      return from.file;
    case "sealedSecrets":
      return "Sealed Secrets";
    case "sops":
      return "sops";
    default:
      return unknownBackEnd(from);
  }
}

/** Nothing that the language takes is forgotten here: the compiler would say so. */
export function unknownBackEnd(from: never): never {
  throw new Error(`there is no text for secrets from ${JSON.stringify(from)}`);
}

function recipeTexts({ recipes }: ResolvedSecret): readonly string[] {
  return Object.entries(recipes).map(([key, recipe]) => {
    switch (recipe.makes) {
      case "random":
        return `${code(key)}: ${recipe.length} random letters and digits`;
      case "fernet":
        return `${code(key)}: a Fernet key`;
      case "keyPair":
        return `${code(key)}: a private key (${recipe.type ?? "ed25519"}), its public half in ${code(recipe.public)}`;
    }
    return recipe satisfies never;
  });
}
