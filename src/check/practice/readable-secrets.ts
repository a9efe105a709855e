import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { grants, has } from "./shared/grants.ts";

const bound = (role: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - ${role}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
subjects: [{ kind: ServiceAccount, name: web, namespace: shop }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`;

/** @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets */
export const readableSecrets: Rule = {
  id: "readable-secrets",
  layer: "practice",
  severity: "info",
  title: "ServiceAccounts that may read every Secret of their namespace",
  why: "whoever gets into one of the pods has the passwords of all programs beside it; what a pod mounts, or has in its environment, needs no right at all. It matters where several programs share a namespace; operators need it",
  fix: "name the Secrets with resourceNames and the verb get, or take the right away",
  bad: bound('{ apiGroups: [""], resources: [secrets], verbs: [get, list] }'),
  good: bound('{ apiGroups: [""], resources: [secrets], resourceNames: [web], verbs: [get] }'),
  find: (world) => {
    const held = grants(world).filter(({ subject }) => subject.kind === "ServiceAccount");
    return [...Map.groupBy(held, ({ role }) => role)].flatMap(([role, all]) => {
      if (role?.kind !== "Role") return [];
      const at = (all[0]?.rules ?? []).findIndex(
        ({ apiGroups, resources, resourceNames = [], verbs }) =>
          has(apiGroups, "") &&
          // What has everything is told as a wildcard.
          (resources ?? []).includes("secrets") &&
          has(verbs, "get", "list", "watch") &&
          resourceNames.length === 0,
      );
      if (at === -1) return [];
      const who = listed(all.map(({ subject }) => subject.name ?? ""));
      const path = FieldPath.root.field("rules").index(at);
      const message = `Role ${role.name} lets the ServiceAccount ${who} read every Secret of its namespace`;
      return [foundAt(role, path, message)];
    });
  },
};
