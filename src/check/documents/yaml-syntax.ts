import type { ProblemKind } from "../../manifests/read/index.ts";
import type { FoundInFile, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundOf } from "./facts.ts";

export const yamlSyntax: Rule = {
  id: "yaml-syntax",
  layer: "documents",
  severity: "error",
  title: "a document that is no YAML or JSON",
  why: "kubectl stops at the document and applies neither it nor what follows",
  fix: "mend the line; an editor with a YAML mode shows where the structure breaks",
  bad: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
\tlabels: { app: web }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  labels: { app: web }
`,
  find: ({ problems }: World): FoundInFile[] => {
    const all = problems.filter(({ about }) => BROKEN.has(about));
    const templates = Map.groupBy(
      all.filter(({ isAside }) => isAside),
      ({ where }) => where.file,
    );
    return [
      ...all.filter(({ isAside }) => !isAside).map(foundOf),
      ...templates.values().flatMap(([first]) => (first ? [asTemplate(foundOf(first))] : [])),
    ];
  },
};

const BROKEN: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "syntax",
  "tab",
  "template",
  "alias",
  "too-deep",
  "unsupported",
]);

/** A whole file for a template engine, or for a script: what comes of it is not known here. */
function asTemplate(found: FoundInFile): FoundInFile {
  return { ...found, severity: "info", fix: "check what is made of it" };
}
