import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidAdmission: Rule = {
  id: "invalid-admission",
  layer: "api",
  severity: "error",
  title: "a webhook configuration or admission policy that the server refuses",
  why: "while it is missing nothing asks it: requests that it was to refuse or to change go through",
  fix: "correct the field that is named; most often an expression does not compile, or a webhook lacks sideEffects, admissionReviewVersions or its rules",
  bad: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: replicas }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  validations: [{ expression: "object.spec.replicas <=" }]
`,
  good: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: replicas }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  validations: [{ expression: "object.spec.replicas <= 5" }]
`,
  find: saidOf("invalid-admission"),
};
