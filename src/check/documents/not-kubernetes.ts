import { basename } from "node:path";
import { listed } from "../objects/titles.ts";
import type { FoundInFile, Rule } from "../rule.ts";
import type { World } from "../world.ts";
import { foundOf } from "./facts.ts";

export const notKubernetes: Rule = {
  id: "not-kubernetes",
  layer: "documents",
  severity: "warning",
  title: "a document that is no Kubernetes object",
  why: "kubectl refuses a document without apiVersion and kind, so this one was not checked",
  fix: "write apiVersion and kind, or keep other files out of the folder of manifests",
  bad: `metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { LOG_LEVEL: info }
`,
  find: ({ problems }: World): FoundInFile[] => {
    const all = problems.filter(({ about }) => about === "not-kubernetes");
    const aside = all.filter(({ isAside }) => isAside);
    return [...all.filter(({ isAside }) => !isAside).map(foundOf), ...together(aside)];
  },
};

/** What other programs read is told once, so that nobody takes it for checked. */
function together(problems: Parameters<typeof foundOf>[0][]): FoundInFile[] {
  const [first] = problems;
  if (first === undefined) return [];
  const files = [...new Set(problems.map(({ where }) => where.file))];
  const names = listed(files.map((file) => basename(file)));
  const message =
    files.length === 1
      ? `${names} holds no Kubernetes object`
      : `${files.length} files hold no Kubernetes object: ${names}`;
  return [{ where: first.where, message, severity: "info" }];
}
