/** A policy on Deployments, bound with one action, and a Deployment with so many replicas. */
export function policyExample(
  expression: string,
  action: "Deny" | "Warn",
  replicas: number,
): string {
  return `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: at-most-five }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  validations: [{ expression: "${expression}", message: "at most five replicas" }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: at-most-five }
spec: { policyName: at-most-five, validationActions: [${action}] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:v1" }] }
`;
}

/** What the examples' policy asks. */
export const atMostFive = "object.spec.replicas <= 5";
