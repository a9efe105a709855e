import type { Step } from "../../kubernetes/validation/field-path.ts";
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

function told({ text, becomes, where, part, steps }: Surprise): FoundInFile {
  if (part === "value" && steps.some((step) => confidential.has(step))) {
    const message = "a number that begins with 0 is read as octal";
    return { where, message, fix: "quote it if its digits are meant as text", isSecret: true };
  }
  const message = `${text} is read as ${JSON.stringify(becomes)}`;
  // No key is meant as a number or a boolean: there, a text is the only thing it can be.
  const isMended = part === "key" && inObject.has(steps[0] as Step);
  const edits = () => (isMended ? [{ sort: "quote" as const, where, from: text }] : []);
  return { where, message, fix: `write "${text}" if that text is meant`, edits };
}

/** Where the fields of objects are: elsewhere the file may be another program's, such as a workflow's `on:`. */
const inObject: ReadonlySet<Step> = new Set([
  "metadata",
  "spec",
  "data",
  "stringData",
  "binaryData",
]);

/** Where values stand that nobody is to see. */
const confidential: ReadonlySet<Step> = new Set(["data", "stringData", "env"]);
