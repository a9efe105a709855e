import type { Surprise } from "../../manifests/read/index.ts";
import type { FoundInFile, Rule } from "../rule.ts";

export const ambiguousScalar: Rule = {
  id: "ambiguous-scalar",
  layer: "documents",
  severity: "warning",
  title: "a value that YAML takes for something else than it seems",
  why: 'kubectl reads YAML 1.1: a bare no is false, 0777 is 511, 1e3 a number; a key such as y becomes "true"',
  fix: "quote it where text is meant",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  y: "left"
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  "y": "left"
`,
  find: ({ surprises }) => surprises.filter(matters).map(told),
};

/**
 * Keys are texts, so theirs always matter. A value's type is checked by the schema; what is left are
 * numbers that look decimal and are not, but for file modes, which are octal everywhere.
 */
function matters({ part, kind, steps }: Surprise): boolean {
  if (part === "key") return true;
  return kind === "octal" && !/mode$/i.test(String(steps.at(-1)));
}

function told({ text, becomes, where }: Surprise): FoundInFile {
  const message = `${text} is read as ${JSON.stringify(becomes)}`;
  return { where, message, fix: `write "${text}" if that text is meant` };
}
