import type { PolicyRule } from "../../kubernetes/types/rbac.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";
import { FieldPath } from "../../kubernetes/validation/field-path.ts";
import { foundAt } from "../objects/found.ts";
import { listed } from "../objects/titles.ts";
import type { Rule } from "../rule.ts";
import { grants, has } from "./shared/grants.ts";

export const powerfulRole: Rule = {
  id: "powerful-role",
  layer: "practice",
  severity: "info",
  title: "ServiceAccounts whose role leads to more than it says",
  why: "whoever gets into one of the pods can go on from there: to the Secrets of others, into their pods, or to rights that nobody gave. It matters to everyone in the cluster; many operators need it",
  fix: "name the objects with resourceNames, bind the role in single namespaces, or take the verb away",
  bad: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: operator }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: operator }
subjects: [{ kind: ServiceAccount, name: operator, namespace: operators }]
`,
  good: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
rules:
  - { apiGroups: [""], resources: [configmaps], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: operator }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: operator }
subjects: [{ kind: ServiceAccount, name: operator, namespace: operators }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: operator, namespace: operators }
---
apiVersion: v1
kind: Namespace
metadata: { name: operators }
`,
  find: (world) => {
    const held = grants(world).filter(({ subject }) => subject.kind === "ServiceAccount");
    return [...Map.groupBy(held, ({ role }) => role)].flatMap(([role, all]) => {
      if (!role) return [];
      const isWide = all.some(({ isClusterWide }) => isClusterWide);
      const rules = [...(all[0]?.rules ?? []).entries()].flatMap(([index, rule]) => {
        const powers = powersOf(rule, isWide);
        return powers.length > 0 ? [{ index, powers }] : [];
      });
      const [first] = rules;
      if (!first) return [];
      const powers = listed([...new Set(rules.flatMap((each) => each.powers))]);
      const path = FieldPath.root.field("rules").index(first.index);
      const who = listed([...new Set(all.map(({ subject }) => subject.name ?? ""))]);
      return [
        foundAt(role, path, `${role.kind} ${role.name} lets the ServiceAccount ${who} ${powers}`),
      ];
    });
  },
};

/** @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/ */
function powersOf(rule: Decoded<PolicyRule>, isWide: boolean): string[] {
  const { apiGroups, resources, verbs, resourceNames = [] } = rule;
  // Named objects are few, and with every verb on everything it is told as a wildcard.
  if (resourceNames.length > 0 || (resources ?? []).includes("*")) return [];
  const may = (
    what: string,
    group: string,
    resource: readonly string[],
    verb: readonly string[],
  ) => (has(apiGroups, group) && has(resources, ...resource) && has(verbs, ...verb) ? [what] : []);
  const rbac = "rbac.authorization.k8s.io";
  return [
    ...(isWide ? may("read all Secrets", "", ["secrets"], ["get", "list", "watch"]) : []),
    ...(isWide ? may("start pods anywhere", "", ["pods"], ["create"]) : []),
    ...may("run commands in pods", "", ["pods/exec", "pods/attach"], ["create", "get"]),
    ...may("make tokens of accounts", "", ["serviceaccounts/token"], ["create"]),
    ...may("ask kubelets anything", "", ["nodes/proxy"], ["get", "create"]),
    ...may("act for others", "", ["users", "groups", "serviceaccounts"], ["impersonate"]),
    ...may("give rights that it has not", rbac, ["roles", "clusterroles"], ["escalate", "bind"]),
  ];
}
