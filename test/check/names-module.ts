import type { RuleName } from "../../src/check/rule.ts";

/** The text of src/check/rule-names.ts. */
export function namesModule(rules: readonly RuleName[]): string {
  const lines = rules.map(({ id, layer }) => `  { id: "${id}", layer: "${layer}" },\n`);
  return `import type { RuleName } from "./rule.ts";

/** What every rule is called, so that a name can be told from a mistake without loading its rule. Written by \`npm run rules\`. */
export const ruleNames: readonly RuleName[] = [
${lines.join("")}];
`;
}
