/** A question about syntax or semantics that Kubernetes' own code (main.go) and Slipway's answer. */
export interface Question {
  readonly ask: string;
  readonly rule?: string;
  readonly text?: string;
  readonly other?: string;
  readonly after?: string;
  readonly zone?: string;
  readonly labels?: readonly Readonly<Record<string, string>>[];
  readonly selector?: object;
  readonly spec?: object;
}

export type Answer = Readonly<Record<string, unknown>>;

export const NAME_RULES = [
  "dns1123Label",
  "dns1035Label",
  "dns1123Subdomain",
  "labelKey",
  "labelValue",
  "configKey",
  "envName",
  "portName",
  "pathSegment",
  "host",
  "annotationKey",
  "finalizer",
] as const;

export const KINDS = [
  "Namespace",
  "Service",
  "ConfigMap",
  "Secret",
  "ServiceAccount",
  "PersistentVolumeClaim",
  "LimitRange",
  "ResourceQuota",
  "Pod",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "CronJob",
  "Job",
  "Ingress",
  "NetworkPolicy",
  "HorizontalPodAutoscaler",
  "PodDisruptionBudget",
  "Role",
  "RoleBinding",
  "StorageClass",
  "PriorityClass",
  "Lease",
] as const;
