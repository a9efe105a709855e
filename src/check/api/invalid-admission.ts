import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidAdmission: Rule = {
  id: "invalid-admission",
  layer: "api",
  severity: "error",
  title: "a webhook configuration or admission policy that the server refuses",
  why: "what it was to guard stays unguarded",
  fix: "`kubectl explain validatingadmissionpolicy.spec` tells what each field takes",
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
