import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { grants } from "./shared/grants.ts";

export const defaultAccountRole: Rule = {
  id: "default-account-role",
  layer: "practice",
  severity: "warning",
  title: "rights for the ServiceAccount default",
  why: "every pod of the namespace that names no account gets them, also those that will come. It matters as soon as a second program lives there",
  fix: "make a ServiceAccount for the program, name it in the pods, and bind the role to that",
  bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: watcher }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: default, namespace: default }]
`,
  good: `apiVersion: v1
kind: ServiceAccount
metadata: { name: watcher, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: watcher, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: watcher, namespace: shop }]
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  find: (world) =>
    grants(world).flatMap(({ binding, subject, path, roleKind, roleName }) => {
      if (subject.kind !== "ServiceAccount" || subject.name !== "default") return [];
      const where = subject.namespace ? `namespace ${subject.namespace}` : "the namespace";
      const message = `every pod of ${where} that names no account has the ${roleKind} ${roleName}`;
      return [foundAt(binding, path, message)];
    }),
};
