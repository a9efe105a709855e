import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidReview: Rule = {
  id: "invalid-review",
  layer: "api",
  severity: "error",
  title: "a question about rights or a token that the server refuses to answer",
  why: "a review is answered at once and never stored; refused, it tells nothing of what is allowed",
  fix: "correct the field that is named; a review asks about resourceAttributes or nonResourceAttributes, not both, for a user or groups; a TokenReview has its token",
  bad: `apiVersion: authorization.k8s.io/v1
kind: SubjectAccessReview
metadata: {}
spec: { resourceAttributes: { verb: get, resource: pods } }
`,
  good: `apiVersion: authorization.k8s.io/v1
kind: SubjectAccessReview
metadata: {}
spec: { user: alice, resourceAttributes: { verb: get, resource: pods } }
`,
  find: saidOf("invalid-review"),
};
