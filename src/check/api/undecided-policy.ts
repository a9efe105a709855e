import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const undecidedPolicy: Rule = {
  id: "undecided-policy",
  layer: "api",
  severity: "info",
  title: "an admission policy whose answer depends on what is not in the input",
  why: "who asks, and what else is in the cluster, decides whether the server takes the object",
  fix: "add the objects that the policy reads to what is checked",
  bad: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: at-most-five }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  validations: [{ expression: "authorizer.group('apps').resource('deployments').namespace(object.metadata.namespace).check('create').allowed()", message: "at most five replicas" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: at-most-five }
spec: { policyName: at-most-five, validationActions: [Deny] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  good: `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: at-most-five }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  validations: [{ expression: "object.spec.replicas <= 5", message: "at most five replicas" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: at-most-five }
spec: { policyName: at-most-five, validationActions: [Deny] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`,
  find: saidOf("undecided-policy"),
};
