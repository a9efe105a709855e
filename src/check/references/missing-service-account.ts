import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingServiceAccount: Rule = {
  id: "missing-service-account",
  layer: "references",
  severity: "warning",
  title: "a ServiceAccount that pods run as and nothing makes",
  why: "the server refuses the pods, and the controller tries again until somebody makes the account",
  fix: "add the ServiceAccount, mend its name, or say that it is made elsewhere: --assume ServiceAccount/NAMESPACE/NAME",
  bad: `apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  serviceAccountName: shop
  containers: [{ name: web, image: "example.com/web:v1" }]
`,
  good: `apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
---
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  serviceAccountName: web
  containers: [{ name: web, image: "example.com/web:v1" }]
`,
  find: missingFound("missing-service-account", "warning"),
};
