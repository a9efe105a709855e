import { classes } from "../classes.ts";
import { askedFor } from "./asked-for.ts";
import { beyond } from "./beyond.ts";
import { type Class, lists } from "./class.ts";
import { badOf, hasProof, nearOf, ruleOf } from "./proof.ts";

/** docs/classes.md: every class with its rules, and below each with its two texts. */
export function classesPage(): string {
  const sections = Object.entries(lists).map(([list, title]) => {
    const own = classes.filter((each) => each.list === list);
    const rows = own.map(
      (each) =>
        `| ${itemOf(each)} | ${linked(each)} | ${each.rules.map(toRule).join(", ") || "none"} | ${severities(each)} | ${each.like || "see below"} |`,
    );
    return `## ${title}

| asked for | class | found by | severity | not found |
|---|---|---|---|---|
${rows.join("\n")}
`;
  });
  const proofs = classes.map(proof);
  const more = Object.entries(beyond).map(
    ([id, why]) => `| ${toRule(id)} | ${ruleOf(id).title} | ${why} |`,
  );
  const counted = `${classes.length} classes; ${classes.filter(({ rules }) => rules.length > 0).length} have a rule`;
  return `# From class to rule

Written by \`npm run rules\` from the tables of [classes.ts](../test/check/classes.ts). Every class of faults that validators know, that users ask for, and that takes production down, with the rules that find it. ${counted}. Each has a bad example, which each of its rules finds, and a near miss, in which none of them finds anything and which the server takes: [classes.test.ts](../test/check/classes.test.ts) runs both. The severity is the rule's own; some findings weigh less, or more, and say so. A line that ends in \`# here\` is where the finding is.

${sections.join("\n")}
## Rules beyond the lists

| rule | finds | why it is there |
|---|---|---|
${more.join("\n")}

## Examples

${proofs
  .join("\n")
  .replace(/\n+$/, "\n")
  .replaceAll(/\n{3,}/g, "\n\n")}`;
}

/** In the words of the list. */
function itemOf({ list, name }: Class): string {
  const found = Object.entries(askedFor[list]).find(([, names]) => names.includes(name));
  return (found?.[0] ?? "").replaceAll("|", "\\|");
}

function toRule(id: string): string {
  return `[\`${id}\`](rules/${id}.md)`;
}

function severities({ rules }: Class): string {
  return [...new Set(rules.map((id) => ruleOf(id).severity))].join(", ");
}

function linked(each: Class): string {
  return `[${each.name}](#${anchorOf(titleOf(each))})`;
}

function titleOf({ group, name }: Class): string {
  return `${group}: ${name}`;
}

/** As GitHub makes them: small letters, no marks, a hyphen for each space. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function proof(each: Class): string {
  const { reason, rules, like, before } = each;
  const said = reason === undefined ? "" : `${reason}\n\n`;
  if (!hasProof(each)) return `### ${titleOf(each)}\n\n${said}`;
  const [first = "", ...others] = rules;
  const bad = example(`Found by ${toRule(first)}`, badOf(each, ruleOf(first)).bad);
  const too = others.length > 0 ? `${alsoBy(each, others)}\n\n` : "";
  const { near: text } = nearOf(each, ruleOf(first));
  const near = example(`Not found: ${like}`, text.replaceAll(" # here\n", "\n"));
  const state = before === undefined ? "" : example("In the cluster before", before);
  const version = each.minor === undefined ? "" : `For Kubernetes 1.${each.minor}.\n\n`;
  return `### ${titleOf(each)}\n\n${said}${version}${state}${bad}${too}${near}`;
}

/** What the others find: the same example, or one of their own. */
function alsoBy({ bad }: Class, rules: readonly string[]): string {
  const names = rules.map(toRule).join(", ");
  return bad === undefined ? `Examples of their own: ${names}.` : `Found by ${names} too.`;
}

function example(title: string, text: string): string {
  // Only a file of bytes has such; on a page it would make the whole of it one.
  const shown = text.trimEnd().replaceAll("\u0000", "\u2400");
  return `${title}:\n\n\`\`\`yaml\n${shown}\n\`\`\`\n\n`;
}
