import type { Rule } from "../rule.ts";
import { atMostFive, policyExample } from "./policy-example.ts";
import { saidOf } from "./verdicts.ts";

/** What users may do, only the cluster knows. */
const mayCreate =
  "authorizer.group('apps').resource('deployments').namespace(object.metadata.namespace).check('create').allowed()";

export const undecidedPolicy: Rule = {
  id: "undecided-policy",
  layer: "api",
  severity: "info",
  title: "an admission policy whose answer depends on what is not in the input",
  why: "who asks, and what else is in the cluster, decides whether the server takes the object",
  fix: "add the objects that the policy reads to what is checked",
  bad: policyExample(mayCreate, "Deny", 3),
  good: policyExample(atMostFive, "Deny", 3),
  find: saidOf("undecided-policy"),
};
