/** Objects by kind, and by group and version where they are named. */
export interface Selection {
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
}

/** A field that names an object, and where it stands. */
export interface Reference {
  /** What is named. */
  readonly to: Selection;
  readonly from: Selection;
  /** The fields that lead to it, through lists too. */
  readonly path: readonly string[];
}

const v1 = (kind: string): Selection => ({ kind, version: "v1" });
const rbac = (kind: string): Selection => ({ kind, group: "rbac.authorization.k8s.io" });
const admission = (kind: string): Selection => ({ kind, group: "admissionregistration.k8s.io" });
const ingress = "nginx.ingress.kubernetes.io";

function references(to: Selection, ...fields: [path: string, ...from: (string | Selection)[]][]) {
  return fields.flatMap(([path, ...from]) =>
    from.map((one): Reference => {
      const kind = typeof one === "string" ? { kind: one } : one;
      return { to, from: kind, path: path.split(" ") };
    }),
  );
}

/** Where the pods of a kind stand. */
const podsOf: Readonly<Record<string, string>> = {
  Pod: "spec",
  PodTemplate: "template spec",
  CronJob: "spec jobTemplate spec template spec",
};
const programs = ["Deployment", "DaemonSet", "StatefulSet", "Job", "CronJob"];

function inPods(to: Selection, fields: readonly string[], ...from: (string | Selection)[]) {
  return from.flatMap((one) => {
    const pods = podsOf[typeof one === "string" ? one : one.kind] ?? "spec template spec";
    return fields.flatMap((field) => references(to, [`${pods} ${field}`, one]));
  });
}

/** Fields of the variables of all containers. */
function variables(key: string, whole: string): string[] {
  return ["containers", "initContainers"].flatMap((containers) => [
    `${containers} env valueFrom ${key} name`,
    `${containers} envFrom ${whole} name`,
  ]);
}

const scaled = ["Deployment", "ReplicationController", "ReplicaSet", "StatefulSet"];
const readers = [...programs, "ReplicaSet", "PodTemplate", v1("Pod")];
const runners = [...programs, "ReplicationController", "Pod"];

/**
 * The names that kustomize follows: where an object is renamed, these fields are too.
 *
 * @see sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts/namereference.go
 */
export const followed: readonly Reference[] = [
  ...scaled.flatMap((kind) =>
    references({ kind }, ["spec scaleTargetRef name", "HorizontalPodAutoscaler"]),
  ),
  ...inPods(
    v1("ConfigMap"),
    [
      ...variables("configMapKeyRef", "configMapRef"),
      ...["volumes configMap name", "volumes projected sources configMap name"],
    ],
    ...readers,
  ),
  ...references(
    v1("ConfigMap"),
    ["spec configSource configMap", "Node"],
    ["rules resourceNames", "Role", "ClusterRole"],
    [`metadata annotations ${ingress}/fastcgi-params-configmap`, "Ingress"],
  ),
  ...inPods(
    v1("Secret"),
    [
      ...variables("secretKeyRef", "secretRef"),
      ...["volumes secret secretName", "volumes projected sources secret name"],
      "imagePullSecrets name",
    ],
    ...readers,
  ),
  ...references(
    v1("Secret"),
    ["spec tls secretName", "Ingress"],
    ["metadata annotations ingress.kubernetes.io/auth-secret", "Ingress"],
    [`metadata annotations ${ingress}/auth-secret`, "Ingress"],
    [`metadata annotations ${ingress}/auth-tls-secret`, "Ingress"],
    ["imagePullSecrets name", "ServiceAccount"],
    ...["secretName", "adminSecretName", "userSecretName", "secretRef"].map(
      (name): [string, string] => [`parameters ${name}`, "StorageClass"],
    ),
    ["rules resourceNames", "Role", "ClusterRole"],
    [
      "spec template spec containers env valueFrom secretKeyRef name",
      { kind: "Service", group: "serving.knative.dev", version: "v1" },
    ],
    ["spec azureFile secretName", "PersistentVolume"],
  ),
  ...references(
    v1("Service"),
    ["spec serviceName", { kind: "StatefulSet", group: "apps" }],
    ["spec rules http paths backend serviceName", "Ingress"],
    ["spec backend serviceName", "Ingress"],
    ["spec rules http paths backend service name", "Ingress"],
    ["spec defaultBackend service name", "Ingress"],
    ["spec service name", { kind: "APIService", group: "apiregistration.k8s.io" }],
    [
      "webhooks clientConfig service name",
      admission("ValidatingWebhookConfiguration"),
      admission("MutatingWebhookConfiguration"),
    ],
  ),
  ...references(rbac("Role"), ["roleRef name", rbac("RoleBinding")]),
  ...references(rbac("ClusterRole"), [
    "roleRef name",
    rbac("RoleBinding"),
    rbac("ClusterRoleBinding"),
  ]),
  ...references(v1("ServiceAccount"), [
    "subjects name",
    rbac("RoleBinding"),
    rbac("ClusterRoleBinding"),
  ]),
  ...inPods(v1("ServiceAccount"), ["serviceAccountName"], ...runners),
  ...inPods(v1("PersistentVolumeClaim"), ["volumes persistentVolumeClaim claimName"], ...runners),
  ...references(
    v1("PersistentVolume"),
    ["spec volumeName", "PersistentVolumeClaim"],
    ["rules resourceNames", "ClusterRole"],
  ),
  ...references(
    { kind: "StorageClass", group: "storage.k8s.io", version: "v1" },
    ["spec storageClassName", "PersistentVolume", "PersistentVolumeClaim"],
    ["spec volumeClaimTemplates spec storageClassName", "StatefulSet"],
  ),
  ...inPods(
    { kind: "PriorityClass", group: "scheduling.k8s.io", version: "v1" },
    ["priorityClassName"],
    ...runners,
  ),
  // Kustomize itself writes a version into this group, and so finds none.
  ...references({ kind: "IngressClass", group: "networking.k8s.io/v1", version: "v1" }, [
    "spec ingressClassName",
    "Ingress",
  ]),
  ...references(admission("ValidatingAdmissionPolicy"), [
    "spec policyName",
    admission("ValidatingAdmissionPolicyBinding"),
  ]),
];
