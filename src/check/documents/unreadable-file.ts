import type { Rule } from "../rule.ts";
import { readingFound } from "./facts.ts";

export const unreadableFile: Rule = {
  id: "unreadable-file",
  layer: "documents",
  severity: "error",
  title: "a file that is no text, or that cannot be read",
  why: "nothing in the file was checked, and kubectl cannot apply it",
  fix: "save it as UTF-8 text that you may read, or move it out of the folder",
  bad: "kind: \u0000ConfigMap\n",
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
`,
  find: readingFound(
    "missing",
    "permission",
    "not-a-file",
    "link-loop",
    "too-large",
    "binary",
    "encoding",
    "unreadable",
  ),
};
