import { groupOf, isFields, type Manifest } from "./fields.ts";

/** Kinds whose names kustomize follows: where one is renamed, it renames in other objects. */
const followed: ReadonlySet<string> = new Set([
  ...["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"],
  ...["ConfigMap", "Secret", "Service", "Role", "ClusterRole", "ServiceAccount"],
  ...["PersistentVolumeClaim", "PersistentVolume", "StorageClass", "PriorityClass"],
  ...["IngressClass", "ValidatingAdmissionPolicy"],
]);

export function isFollowed({ kind }: Manifest): boolean {
  return followed.has(kind);
}

/** Fields that hold such a name, the last one or two of their paths. */
const named: ReadonlySet<string> = new Set([
  ...["claimName", "configMap", "ingressClassName", "policyName", "priorityClassName"],
  ...["secretName", "adminSecretName", "userSecretName", "secretRef", "serviceAccountName"],
  ...["serviceName", "storageClassName", "volumeName", "resourceNames"],
  ...["configMap.name", "configMapKeyRef.name", "configMapRef.name", "imagePullSecrets.name"],
  ...["roleRef.name", "scaleTargetRef.name", "secret.name", "secretKeyRef.name"],
  ...["secretRef.name", "service.name", "subjects.name"],
  ...["ingress.kubernetes.io/auth-secret", "nginx.ingress.kubernetes.io/auth-secret"],
  ...["nginx.ingress.kubernetes.io/auth-tls-secret"],
  "nginx.ingress.kubernetes.io/fastcgi-params-configmap",
]);

/**
 * Every name in an object that kustomize could take for that of a renamed one.
 *
 * @see sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts/namereference.go
 */
export function referencesIn(manifest: Manifest): string[] {
  const found: string[] = [];
  const walk = (value: unknown, parent: string, field: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, parent, field);
    else if (isFields(value))
      for (const [name, inner] of Object.entries(value)) walk(inner, field, name);
    else if (named.has(field) || named.has(`${parent}.${field}`)) found.push(String(value));
  };
  walk(manifest, "", "");
  return found;
}

/** What kustomize tells an object by, but for its version. */
export function identityOf(manifest: Manifest, name = manifest.metadata.name): string {
  const { namespace = "default" } = manifest.metadata;
  return [groupOf(manifest), manifest.kind, namespace, name].join("/");
}
