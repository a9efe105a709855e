import type { Rule } from "../rule.ts";
import { atMostFive, policyExample } from "./policy-example.ts";
import { saidOf } from "./verdicts.ts";

export const admissionPolicyWarning: Rule = {
  id: "admission-policy-warning",
  layer: "api",
  severity: "warning",
  title: "an object that an admission policy of the input warns of",
  why: "the policy is bound to warn: it refuses nothing today, and will once it is bound to deny",
  fix: "write what the policy asks for",
  bad: policyExample(atMostFive, "Warn", 9),
  good: policyExample(atMostFive, "Warn", 3),
  find: saidOf("admission-policy-warning"),
};
