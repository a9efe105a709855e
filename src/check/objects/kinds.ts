import type {
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
} from "../../kubernetes/types/apps.ts";
import type { HorizontalPodAutoscaler } from "../../kubernetes/types/autoscaling.ts";
import type { CronJob, Job } from "../../kubernetes/types/batch.ts";
import type {
  ConfigMap,
  Endpoints,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from "../../kubernetes/types/core.ts";
import type { EndpointSlice } from "../../kubernetes/types/discovery.ts";
import type { Ingress, IngressClass, NetworkPolicy } from "../../kubernetes/types/networking.ts";
import type { RuntimeClass } from "../../kubernetes/types/node.ts";
import type { PodDisruptionBudget } from "../../kubernetes/types/policy.ts";
import type {
  ClusterRole,
  ClusterRoleBinding,
  Role,
  RoleBinding,
} from "../../kubernetes/types/rbac.ts";
import type { PriorityClass } from "../../kubernetes/types/scheduling.ts";
import type { StorageClass } from "../../kubernetes/types/storage.ts";
import type { Decoded } from "../../kubernetes/validation/decoded.ts";

/** The built-in kinds that rules look at, with what their objects are taken for. */
export interface BuiltIn {
  ConfigMap: Decoded<ConfigMap>;
  ClusterRole: Decoded<ClusterRole>;
  ClusterRoleBinding: Decoded<ClusterRoleBinding>;
  CronJob: Decoded<CronJob>;
  DaemonSet: Decoded<DaemonSet>;
  Deployment: Decoded<Deployment>;
  Endpoints: Decoded<Endpoints>;
  EndpointSlice: Decoded<EndpointSlice>;
  HorizontalPodAutoscaler: Decoded<HorizontalPodAutoscaler>;
  Ingress: Decoded<Ingress>;
  IngressClass: Decoded<IngressClass>;
  Job: Decoded<Job>;
  LimitRange: Decoded<LimitRange>;
  Namespace: Decoded<Namespace>;
  NetworkPolicy: Decoded<NetworkPolicy>;
  Node: Decoded<Node>;
  PersistentVolume: Decoded<PersistentVolume>;
  PersistentVolumeClaim: Decoded<PersistentVolumeClaim>;
  Pod: Decoded<Pod>;
  PodDisruptionBudget: Decoded<PodDisruptionBudget>;
  PodTemplate: Decoded<PodTemplate>;
  PriorityClass: Decoded<PriorityClass>;
  ReplicaSet: Decoded<ReplicaSet>;
  ReplicationController: Decoded<ReplicationController>;
  ResourceQuota: Decoded<ResourceQuota>;
  Role: Decoded<Role>;
  RoleBinding: Decoded<RoleBinding>;
  RuntimeClass: Decoded<RuntimeClass>;
  Secret: Decoded<Secret>;
  Service: Decoded<Service>;
  ServiceAccount: Decoded<ServiceAccount>;
  StatefulSet: Decoded<StatefulSet>;
  StorageClass: Decoded<StorageClass>;
}

/** The versions in which a kind has the form that {@link BuiltIn} says. */
export const apiVersions: { readonly [K in keyof BuiltIn]: string } = {
  ConfigMap: "v1",
  ClusterRole: "rbac.authorization.k8s.io/v1",
  ClusterRoleBinding: "rbac.authorization.k8s.io/v1",
  CronJob: "batch/v1",
  DaemonSet: "apps/v1",
  Deployment: "apps/v1",
  Endpoints: "v1",
  EndpointSlice: "discovery.k8s.io/v1",
  HorizontalPodAutoscaler: "autoscaling/v2",
  Ingress: "networking.k8s.io/v1",
  IngressClass: "networking.k8s.io/v1",
  Job: "batch/v1",
  LimitRange: "v1",
  Namespace: "v1",
  NetworkPolicy: "networking.k8s.io/v1",
  Node: "v1",
  PersistentVolume: "v1",
  PersistentVolumeClaim: "v1",
  Pod: "v1",
  PodDisruptionBudget: "policy/v1",
  PodTemplate: "v1",
  PriorityClass: "scheduling.k8s.io/v1",
  ReplicaSet: "apps/v1",
  ReplicationController: "v1",
  ResourceQuota: "v1",
  Role: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  RuntimeClass: "node.k8s.io/v1",
  Secret: "v1",
  Service: "v1",
  ServiceAccount: "v1",
  StatefulSet: "apps/v1",
  StorageClass: "storage.k8s.io/v1",
};
