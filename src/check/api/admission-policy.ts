import type { Rule } from "../rule.ts";
import { atMostFive, policyExample } from "./policy-example.ts";
import { saidOf } from "./verdicts.ts";

export const admissionPolicy: Rule = {
  id: "admission-policy",
  layer: "api",
  severity: "error",
  title: "an object that an admission policy of the input refuses",
  why: "the policy is in force as soon as it is bound, and the server refuses the object",
  fix: "write what the policy asks for, or change the policy",
  bad: policyExample(atMostFive, "Deny", 9),
  good: policyExample(atMostFive, "Deny", 3),
  find: saidOf("admission-policy"),
};
