import { foundAt } from "../objects/found.ts";
import type { Rule } from "../rule.ts";
import { type Grant, grants } from "./shared/grants.ts";

export const clusterAdmin: Rule = {
  id: "cluster-admin",
  layer: "practice",
  severity: "warning",
  title: "ServiceAccounts that may do everything",
  why: "whoever gets into one of its pods has the cluster. It matters to everyone in the cluster; what deploys anything at all, such as Flux, needs it, and should say so in a suppression",
  fix: "bind a role with what the program does, or bind it in the namespaces that it works in",
  bad: `apiVersion: v1
kind: ServiceAccount
metadata: { name: deployer, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: deployer }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  good: `apiVersion: v1
kind: ServiceAccount
metadata: { name: deployer, namespace: shop }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: deployer, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects: [{ kind: ServiceAccount, name: deployer, namespace: shop }]
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
  find: (world) =>
    grants(world)
      .filter((grant) => isAdmin(grant) && !isKnownDeployer(grant))
      .map(({ binding, path, subject }) =>
        foundAt(
          binding,
          path,
          `the ServiceAccount ${subject.name ?? ""} may do everything, everywhere`,
        ),
      ),
};

/** In one namespace it is no more than many deployers are. */
function isAdmin({ subject, roleKind, roleName, isClusterWide }: Grant): boolean {
  return (
    subject.kind === "ServiceAccount" &&
    roleKind === "ClusterRole" &&
    roleName === "cluster-admin" &&
    isClusterWide
  );
}

/** Their work is to apply whatever a repository holds. */
function isKnownDeployer({ binding, subject }: Grant): boolean {
  const { labels } = (binding.object.metadata ?? {}) as {
    readonly labels?: Record<string, string>;
  };
  return labels?.["app.kubernetes.io/part-of"] === "flux" || subject.namespace === "kube-system";
}
