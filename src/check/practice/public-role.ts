import type { PolicyRule } from "../../kubernetes/types/rbac.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { type Grant, grants, has } from "./shared/grants.ts";

/** Everyone who reaches the server, everyone with any account, and every pod. */
const EVERYONE = /^system:(?:anonymous|unauthenticated|authenticated|serviceaccounts(?::.*)?)$/;

export const publicRole: Rule = {
  id: "public-role",
  layer: "practice",
  severity: "warning",
  title: "rights for everyone that are more than looking",
  why: "any pod, or anybody who reaches the API server, may change objects or read Secrets. It matters to everyone in the cluster",
  fix: "name the ServiceAccounts or the group of people that need it",
  bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: everyone-edits }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated" }]
`,
  good: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: developers-edit }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers }]
`,
  find: (world) =>
    grants(world)
      .filter((grant) => EVERYONE.test(grant.subject.name ?? "") && isMore(grant))
      .map(({ binding, subject, path, roleKind, roleName }) =>
        foundAt(binding, path, `${subject.name} has the ${roleKind} ${roleName}`),
      ),
};

const POWERFUL: ReadonlySet<string> = new Set(["admin", "cluster-admin", "edit"]);

/** Of a role that is not in the world and not one of Kubernetes' own, nothing is known. */
function isMore({ subject, roleName, rules }: Grant): boolean {
  if (subject.kind === "ServiceAccount") return false;
  return rules ? rules.some(mayHarm) : POWERFUL.has(roleName);
}

const CHANGES = ["create", "update", "patch", "delete", "deletecollection", "impersonate"];

function mayHarm(rule: Decoded<PolicyRule>): boolean {
  const { verbs, resources, apiGroups, resourceNames = [] } = rule;
  // Asking what one may do oneself is a create, too; and what is named was thought of.
  if (!resources || resourceNames.length > 0) return false;
  if (apiGroups?.every((group) => ASKING.has(group))) return false;
  return has(verbs, ...CHANGES) || (has(resources, "secrets") && has(apiGroups, ""));
}

const ASKING: ReadonlySet<string> = new Set(["authentication.k8s.io", "authorization.k8s.io"]);
