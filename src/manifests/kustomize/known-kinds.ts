import { groupOf, type Manifest } from "./fields.ts";

/**
 * Kinds of the whole cluster that every kustomize 5 knows as such. It takes every other kind for one
 * that lives in a namespace: custom resources, and Kubernetes' newer kinds.
 *
 * @see sigs.k8s.io/kustomize/kyaml/openapi/openapi.go precomputedIsNamespaceScoped
 */
const clusterScoped: Readonly<Record<string, readonly string[]>> = {
  "admissionregistration.k8s.io/v1": [
    "MutatingWebhookConfiguration",
    "ValidatingWebhookConfiguration",
  ],
  "apiextensions.k8s.io/v1": ["CustomResourceDefinition"],
  "apiregistration.k8s.io/v1": ["APIService"],
  "certificates.k8s.io/v1": ["CertificateSigningRequest"],
  "networking.k8s.io/v1": ["IngressClass"],
  "node.k8s.io/v1": ["RuntimeClass"],
  "rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
  "storage.k8s.io/v1": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
  v1: ["ComponentStatus", "Namespace", "Node", "PersistentVolume"],
};

export function isKnownClusterScoped({ apiVersion, kind }: Manifest): boolean {
  return clusterScoped[apiVersion]?.includes(kind) ?? false;
}

/** Where the pods of a kind stand whose lists kustomize can merge. */
const podPaths: Readonly<Record<string, string>> = {
  "v1 Pod": "spec",
  "v1 PodTemplate": "template.spec",
  "v1 ReplicationController": "spec.template.spec",
  "apps/v1 Deployment": "spec.template.spec",
  "apps/v1 ReplicaSet": "spec.template.spec",
  "apps/v1 StatefulSet": "spec.template.spec",
  "apps/v1 DaemonSet": "spec.template.spec",
  "batch/v1 Job": "spec.template.spec",
  "batch/v1 CronJob": "spec.jobTemplate.spec.template.spec",
};

/** Lists of pods whose items kustomize tells apart, by the fields that it does that by. */
const podLists: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  ephemeralContainers: ["name"],
  volumes: ["name"],
  imagePullSecrets: ["name"],
  hostAliases: ["ip"],
  topologySpreadConstraints: ["topologyKey", "whenUnsatisfiable"],
  "containers.*.env": ["name"],
  "containers.*.ports": ["containerPort", "protocol"],
  "containers.*.volumeMounts": ["mountPath"],
  "containers.*.volumeDevices": ["devicePath"],
};

/** The fields that lead to the pods of a kind. */
export function podPath({ apiVersion, kind }: Manifest): string | undefined {
  return podPaths[`${apiVersion} ${kind}`];
}

const otherLists: Readonly<Record<string, readonly string[]>> = {
  "v1 Service spec.ports": ["port", "protocol"],
  "v1 ServiceAccount secrets": ["name"],
  "v1 ComponentStatus conditions": ["type"],
  "storage.k8s.io/v1 CSINode spec.drivers": ["name"],
  "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration webhooks": ["name"],
  "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration webhooks": ["name"],
};

/**
 * The fields by which kustomize tells the items of a list apart when it merges a patch into it; nothing
 * for a list that a patch replaces whole, as it does all lists of custom resources.
 *
 * @param path the fields that lead to the list, `*` for an item
 * @see sigs.k8s.io/kustomize/kyaml/openapi, the schema of Kubernetes 1.21 that every kustomize 5 holds
 */
export function mergeKeys({ apiVersion, kind }: Manifest, path: readonly string[]) {
  const where = path.join(".");
  const type = `${apiVersion} ${kind}`;
  const pods = podPaths[type];
  if (pods !== undefined && where.startsWith(`${pods}.`)) {
    const inPod = where
      .slice(pods.length + 1)
      .replace(/^(init|ephemeral)Containers\./, "containers.");
    return podLists[inPod];
  }
  return otherLists[`${type} ${where}`];
}

/** Kinds with a number of replicas that kustomize's `replicas` sets. */
export function hasReplicas(manifest: Manifest): boolean {
  return /^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/.test(manifest.kind);
}

/** Whether a value in it is encrypted for this environment alone, so that nothing of it may change. */
export function isEncrypted(manifest: Manifest): boolean {
  return manifest.kind === "SealedSecret" || "sops" in manifest;
}

/** Whether the object is one of RBAC's bindings, whose subjects kustomize follows. */
export function isBinding(manifest: Manifest): boolean {
  const isOne = manifest.kind === "RoleBinding" || manifest.kind === "ClusterRoleBinding";
  return isOne && groupOf(manifest) === "rbac.authorization.k8s.io";
}
