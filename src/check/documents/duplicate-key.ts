import type { Rule } from "../rule.ts";
import { foundOf } from "./facts.ts";

export const duplicateKey: Rule = {
  id: "duplicate-key",
  layer: "documents",
  severity: "error",
  title: "a key that is written twice in one place",
  why: "the last one wins without a word: what the first one says is lost. kubectl refuses it when it is strict; kustomize does not notice",
  fix: "keep one of the two, or merge what they say",
  bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  LOG_LEVEL: info
  LOG_LEVEL: debug
`,
  good: `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data:
  LOG_LEVEL: debug
`,
  find: ({ problems }) =>
    problems
      .filter(({ about }) => about === "duplicate-key")
      .map((problem) => {
        const { where, related: other } = problem;
        return {
          ...foundOf(problem),
          edits: () => (other ? [{ sort: "twin", where, other }] : []),
        };
      }),
};
