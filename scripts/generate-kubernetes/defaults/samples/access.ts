import { GLOBAL, META, type Sample } from "./sample.ts";

const RBAC = "rbac.authorization.k8s.io/v1";
export const ACCESS: Sample[] = [
  {
    apiVersion: RBAC,
    kind: "Role",
    metadata: META,
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  },
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: GLOBAL,
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  },
  ...(["RoleBinding", "ClusterRoleBinding"] as const).map((kind) => ({
    apiVersion: RBAC,
    kind,
    metadata: kind === "RoleBinding" ? META : GLOBAL,
    roleRef: { kind: "ClusterRole", name: "view" },
    subjects: [
      { kind: "ServiceAccount", name: "s", namespace: "default" },
      { kind: "User", name: "u" },
      { kind: "Group", name: "g" },
    ],
  })),
];
