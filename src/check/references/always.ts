import type { Target } from "../objects/inventory.ts";

/**
 * What every cluster has.
 *
 * @see k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy
 * @see k8s.io/kubernetes/pkg/apis/scheduling/helpers.go SystemPriorityClasses
 */
export function isAlwaysThere({ group, kind, namespace, name }: Target): boolean {
  const always = ALWAYS[`${group}/${kind}`];
  return always?.(name, namespace) ?? false;
}

const SYSTEM = new Set(["kube-system", "kube-public", "kube-node-lease"]);

/** Whether a namespace is the cluster's own: much of what is in it is in nobody's manifests. */
export function isSystem(namespace: string | undefined): boolean {
  return namespace !== undefined && SYSTEM.has(namespace);
}

/** ConfigMaps that controllers write into every namespace: Kubernetes', Istio's and OpenShift's. */
const MADE_EVERYWHERE = new Set([
  "kube-root-ca.crt",
  "istio-ca-root-cert",
  "openshift-service-ca.crt",
]);

const USER_ROLES = new Set(["cluster-admin", "admin", "edit", "view"]);

const ALWAYS: Readonly<Record<string, (name: string, namespace: string | undefined) => boolean>> = {
  "/Namespace": (name) => name === "default" || isSystem(name),
  // The controller of ServiceAccounts makes one in each namespace.
  "/ServiceAccount": (name) => name === "default",
  "/ConfigMap": (name, namespace) =>
    MADE_EVERYWHERE.has(name) ||
    (isSystem(namespace) && name === "extension-apiserver-authentication"),
  "/Service": (name, namespace) => name === "kubernetes" && (namespace ?? "default") === "default",
  "scheduling.k8s.io/PriorityClass": (name) =>
    name === "system-cluster-critical" || name === "system-node-critical",
  "rbac.authorization.k8s.io/ClusterRole": (name) =>
    USER_ROLES.has(name) || name.startsWith("system:"),
  "rbac.authorization.k8s.io/Role": (name, namespace) =>
    isSystem(namespace) &&
    (name === "extension-apiserver-authentication-reader" || name.startsWith("system:")),
};
