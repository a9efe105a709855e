import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidAccess: Rule = {
  id: "invalid-access",
  layer: "api",
  severity: "error",
  title: "a Role, binding or certificate request that the server refuses",
  why: "whoever needs the rights does not get them",
  fix: "`kubectl explain role.rules` tells what each field takes",
  bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [pods] }]
`,
  good: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
`,
  find: saidOf("invalid-access"),
};
