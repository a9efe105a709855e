import type { RuleText } from "../../check/rule.ts";
import { didYouMean } from "../../closest.ts";
import { fail } from "../../problem.ts";

/**
 * One rule as Markdown, for a terminal and for `docs/rules/`.
 *
 * @throws ProblemError for a rule that there is not
 */
export function explained(id: string, rules: readonly RuleText[]): string {
  const rule = rules.find((each) => each.id === id);
  const names = rules.map((each) => each.id);
  if (!rule) fail({ message: `there is no rule "${id}"`, instead: didYouMean(id, names) });
  const { title, severity, layer, why, fix, before, bad, good } = rule;
  const state = before === undefined ? "" : `In the cluster:\n\n${yaml(before)}\n`;
  return `# ${id}

${sentence(title)} Severity: ${severity}. Layer: \`${layer}\`.

**Why.** ${sentence(why)}

**Fix.** ${sentence(fix)}

${state}Found:

${yaml(bad)}
Mended:

${yaml(good)}`;
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\`\n`;
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

/** A page for each rule, and one that lists them by layer; by file name. */
export function rulePages(rules: readonly RuleText[]): ReadonlyMap<string, string> {
  const pages = rules.map(({ id }) => [`${id}.md`, explained(id, rules)] as const);
  return new Map([...pages, ["README.md", rulesIndex(rules)]]);
}

function rulesIndex(rules: readonly RuleText[]): string {
  const sections = [...Map.groupBy(rules, ({ layer }) => layer)].map(([layer, own]) => {
    const rows = own.map(
      ({ id, severity, title }) => `| [\`${id}\`](${id}.md) | ${severity} | ${title} |`,
    );
    return `## ${layer}\n\n| rule | severity | finds |\n|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `# Rules of slipway check

Written by \`npm run rules\`. \`slipway check --explain RULE\` prints the same page; \`--only\` and \`--skip\` take layers and rules.

${sections.join("\n")}`;
}
