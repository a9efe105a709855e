import type { Rule } from "../rule.ts";
import { saidOf } from "./verdicts.ts";

export const invalidRbac: Rule = {
  id: "invalid-rbac",
  layer: "api",
  severity: "error",
  title: "a Role, ClusterRole or binding that the server refuses",
  why: "the rights are not granted: whoever needs them is answered 403 Forbidden, at the first request that uses them",
  fix: "correct the field that is named; a rule has verbs with apiGroups and resources (or nonResourceURLs, in a ClusterRole), a binding one roleRef and subjects with kind and name",
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
  find: saidOf("invalid-rbac"),
};
