import { kindsCalled } from "../../kubernetes/kinds.ts";
import { splitApiVersion } from "../../kubernetes/versions.ts";
import type { Edit } from "../living/fix/edit.ts";
import type { Subject } from "../world.ts";

/**
 * API versions whose objects mean the same, field by field and default by default, in another one.
 *
 * Left out: what asks for other fields (Ingress, CustomResourceDefinition, webhooks, EndpointSlice,
 * autoscaling/v2beta1), and what has other defaults (Deployments of extensions and of apps/v1beta1).
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const same: Readonly<Record<string, string>> = {
  "apiregistration.k8s.io/v1beta1 APIService": "apiregistration.k8s.io/v1",
  "apps/v1beta2 DaemonSet": "apps/v1",
  "apps/v1beta2 Deployment": "apps/v1",
  "apps/v1beta2 ReplicaSet": "apps/v1",
  "apps/v1beta2 StatefulSet": "apps/v1",
  "autoscaling/v2beta2 HorizontalPodAutoscaler": "autoscaling/v2",
  "batch/v1beta1 CronJob": "batch/v1",
  "coordination.k8s.io/v1beta1 Lease": "coordination.k8s.io/v1",
  "flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema": "flowcontrol.apiserver.k8s.io/v1",
  "networking.k8s.io/v1beta1 IngressClass": "networking.k8s.io/v1",
  "node.k8s.io/v1beta1 RuntimeClass": "node.k8s.io/v1",
  "policy/v1beta1 PodDisruptionBudget": "policy/v1",
  "rbac.authorization.k8s.io/v1beta1 ClusterRole": "rbac.authorization.k8s.io/v1",
  "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding": "rbac.authorization.k8s.io/v1",
  "rbac.authorization.k8s.io/v1beta1 Role": "rbac.authorization.k8s.io/v1",
  "rbac.authorization.k8s.io/v1beta1 RoleBinding": "rbac.authorization.k8s.io/v1",
  "scheduling.k8s.io/v1beta1 PriorityClass": "scheduling.k8s.io/v1",
  "storage.k8s.io/v1beta1 CSIDriver": "storage.k8s.io/v1",
  "storage.k8s.io/v1beta1 CSINode": "storage.k8s.io/v1",
  "storage.k8s.io/v1beta1 CSIStorageCapacity": "storage.k8s.io/v1",
  "storage.k8s.io/v1beta1 StorageClass": "storage.k8s.io/v1",
  "storage.k8s.io/v1beta1 VolumeAttachment": "storage.k8s.io/v1",
};

/** What mends an API version, or a kind without its group, where only one thing can be meant. */
export function versionEdits({ object }: Subject, isUnknown: boolean): readonly Edit[] {
  const apiVersion = String(object.apiVersion);
  const kind = String(object.kind);
  const other = isUnknown ? onlyVersion(apiVersion, kind) : same[`${apiVersion} ${kind}`];
  if (other === undefined || isOtherwise(object)) return [];
  return [{ steps: ["apiVersion"], part: "value", from: apiVersion, to: other }];
}

/**
 * The version of the only kind of that very name, for `apiVersion: v1, kind: Deployment`, where the
 * group is missing, and for a version that the group does not have. A kind of another group may be
 * another program's, whose file is no manifest.
 */
function onlyVersion(apiVersion: string, kind: string): string | undefined {
  const called = kindsCalled(kind).filter((each) => each.kind === kind);
  const [only, ...others] = called;
  if (!only || only.operator !== undefined || others.length > 0) return undefined;
  const { group } = splitApiVersion(apiVersion);
  return group === "" || group === only.group ? only.apiVersion : undefined;
}

/** In policy/v1beta1 an empty selector means no pod, in policy/v1 every one. */
function isOtherwise({ kind, spec }: Subject["object"]): boolean {
  if (kind !== "PodDisruptionBudget") return false;
  const { selector } = (spec ?? {}) as { readonly selector?: object | null };
  return Object.values(selector ?? {}).every((part) => Object.keys(part ?? {}).length === 0);
}
