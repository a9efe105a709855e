import type { Rule } from "../rule.ts";
import { missingFound } from "./missing.ts";

export const missingRole: Rule = {
  id: "missing-role",
  layer: "references",
  severity: "warning",
  title: "a role that a binding grants and nothing makes",
  why: "the binding grants nothing: what counts on it is answered 403",
  fix: "add the role, mend its name or its kind, or say that it is made elsewhere: --assume ClusterRole/NAME",
  bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: config-reader }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
subjects: [{ kind: Group, name: developers, apiGroup: rbac.authorization.k8s.io }]
`,
  good: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: config-reader }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: config-reader }
subjects: [{ kind: Group, name: developers, apiGroup: rbac.authorization.k8s.io }]
`,
  find: missingFound("missing-role", "warning"),
};
