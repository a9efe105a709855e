import type { ConfigKey, ConfigTable } from "../../../reference/configuration/configs.ts";
import type { SecretRow } from "../../../reference/configuration/secrets.ts";
import type { Reference } from "../../../reference/index.ts";
import { code, listed } from "../../../reference/purposes/purposes.ts";
import { table } from "../table.ts";
import { document, fenced, heading } from "../text.ts";
import { varied } from "../varied.ts";

/** Settings, variables, and secrets by name and key. */
export function configurationPage(reference: Reference): string {
  const { platform, configs, variables, secrets, environments } = reference;
  const total = environments.length;
  return document(
    heading(1, `${platform}: configuration`),
    heading(2, "Settings"),
    ...configs.flatMap((config) =>
      configBlocks(
        config,
        environments.map(({ name }) => name),
      ),
    ),
    heading(2, "Variables"),
    "Written on the programs themselves. `$(NAME)` stands for the variable of that name, which the kubelet fills in.",
    table(
      ["variable", "value", "of"],
      variables.map(({ name, values, users }) => [
        code(name),
        varied(values, total, code),
        varied(users, total, (all) => all.join(", ")),
      ]),
    ),
    heading(2, "Secrets"),
    secrets.length === 0
      ? "There are none."
      : "By name and key. Values are nowhere in the platform file, in what is rendered, or here.",
    table(
      ["Secret", "keys", "comes from", "read by"],
      secrets.map((secret) => [
        secretName(secret, total),
        secretKeys(secret),
        varied(secret.backEnds, total),
        varied(secret.readers, total, (all) => all.join(", ") || "nobody"),
      ]),
    ),
    ...recipeNotes(secrets, total),
  );
}

function secretName({ names, optional, type }: SecretRow, total: number): string {
  const name = varied(names, total, code);
  const kind = type === "Opaque" ? "" : `<br>${type}`;
  return `${name}${kind}${optional ? "<br>may be absent" : ""}`;
}

function secretKeys({ keys, optionalKeys }: SecretRow): string {
  return keys
    .map((key) => `${code(key)}${optionalKeys.includes(key) ? " (may be absent)" : ""}`)
    .join("<br>");
}

function recipeNotes(secrets: readonly SecretRow[], total: number): (string | undefined)[] {
  const made = secrets.filter(({ recipes }) => recipes.some(({ value }) => value.length > 0));
  if (made.length === 0) return [];
  return [
    "Values that are made up where nobody gives them:",
    table(
      ["Secret", "how"],
      made.map(({ title, recipes }) => [
        code(title),
        varied(recipes, total, (all) => all.join("; ") || "nothing is made up"),
      ]),
    ),
  ];
}

function configBlocks(
  { title, names, readers, keys }: ConfigTable,
  all: readonly string[],
): string[] {
  const total = all.length;
  const having = names.flatMap(({ environments }) => environments);
  const short = keys.filter(isShort);
  const long = keys.filter((key) => !isShort(key));
  const where = having.length < total ? ` Only in ${having.join(", ")}.` : "";
  const called =
    names.length > 1 || names[0]?.value !== title
      ? ` Its name: ${varied(names, total, code)}.`
      : "";
  const read = varied(readers, having.length, (list) =>
    list.length > 0 ? listed(list) : "nobody here",
  );
  return [
    heading(3, `ConfigMap ${title}`),
    `Read by ${read}.${where}${called}`,
    ...[
      table(
        ["key", "value"],
        short.map(({ key, values }) => [code(key), varied(values, having.length, code)]),
      ),
    ].filter((block) => block !== undefined),
    ...long.flatMap(({ key, values }) =>
      values.map(({ value, environments }) =>
        details(
          `${key}${values.length > 1 || environments.length < total ? ` (${environments.join(", ")})` : ""}`,
          value,
        ),
      ),
    ),
  ];
}

function isShort({ values }: ConfigKey): boolean {
  return values.every(({ value }) => !value.includes("\n"));
}

/** A text that is read here; longer ones are read where they are rendered. */
const longest = 40;

/** A text of several lines, folded. */
function details(title: string, text: string): string {
  const lines = text.trimEnd().split("\n").length;
  if (lines > longest) return `${code(title)}: ${lines} lines, which \`slipway render\` shows.`;
  const summary = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<details><summary><code>${summary}</code></summary>\n\n${fenced("", text)}\n\n</details>`;
}
