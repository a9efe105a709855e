import type { ManagedFields } from "../../../client/object.ts";
import { FIELD_MANAGER } from "../../names.ts";

/** Sets `replicas` for the moment between us and an autoscaler. */
export const SCALE_MANAGER = `${FIELD_MANAGER}-scale`;

/** Whose a field is: ours, a person's with a tool for single changes, a controller's, or nobody knows whose. */
export type ManagerSort = "ours" | "person" | "controller" | "unknown";

/**
 * Tools in a person's hand. kubectl names its verbs (k8s.io/kubectl, `AddFieldManagerFlagVar`), and writes
 * as `kubectl` where a verb has no name of its own (`kubectl scale`, `kubectl apply --server-side`).
 * Programs that set no name appear under that of their binary (k8s.io/apiserver
 * pkg/endpoints/handlers/create.go `managerOrUserAgent`): k9s, Lens (`node-fetch`, `Lens`), Headlamp
 * (`headlamp-server`), the dashboard, Rancher; browsers as `Mozilla`.
 */
const people =
  /^(kubectl(-[a-z-]+)?|oc|k9s|lens|openlens|freelens|node-fetch|headlamp(-server)?|dashboard|kubernetes-dashboard|dashboard-api|rancher|steve|aptakube|mozilla|curl|postman.*)$/i;

/**
 * What writes by itself: Kubernetes' own controllers, vertical autoscalers (`vpa-updater`,
 * `vpa-recommender`, `vpa-admission-controller`), KEDA, cert-manager's parts (`cert-manager-cainjector`
 * writes `caBundle` of webhooks), and operators and controllers that are called so.
 */
const controllers =
  /^(kube-(controller-manager|scheduler|apiserver)|cloud-controller-manager|cluster-autoscaler|kubelet|vpa-[a-z-]+|keda(-[a-z-]+)?|cert-manager(-[a-z-]+)?|cainjector|external-secrets|sealed-secrets-controller|karpenter|goldilocks|node-problem-detector|horizontal-pod-autoscaler|[a-z0-9-]+-(controller|operator|controller-manager|autoscaler|webhook|cainjector|admission|rollouts))$/i;

/** Whose the fields of a manager are. Whoever scales by the subresource and is no person is an autoscaler. */
export function sortOf(manager: string, subresource?: string): ManagerSort {
  if (manager === FIELD_MANAGER || manager.startsWith(`${FIELD_MANAGER}-`)) return "ours";
  if (people.test(manager)) return "person";
  return controllers.test(manager) || subresource === "scale" ? "controller" : "unknown";
}

/**
 * Tools that write whole objects, by `Update` and as server-side applies. What they wrote, they would
 * not write again once an object is ours: their fields become ours with it, or could never go.
 *
 * @see k8s.io/client-go/util/csaupgrade; https://github.com/kubernetes/kubernetes/issues/99003
 */
const makers: Readonly<Record<ManagedFields["operation"], RegExp>> = {
  Update: /^(kubectl-client-side-apply|kubectl-create|kubectl-replace|kubectl-last-applied|helm)$/,
  Apply: /^(kubectl|helm|kapp|kluctl)$/,
};

const LAST_APPLIED = "f:kubectl.kubernetes.io/last-applied-configuration";

/** Whether an entry's fields are those of a tool that wrote the whole object. */
export function isMaker({ manager, operation, subresource, fieldsV1 }: ManagedFields): boolean {
  if (subresource !== undefined && subresource !== "") return false;
  if (makers[operation].test(manager)) return true;
  // kubectl apply under a name of a person's choice, or of an old version.
  const isOther = operation === "Update" && sortOf(manager) !== "ours";
  return isOther && JSON.stringify(fieldsV1 ?? {}).includes(LAST_APPLIED);
}

/** The entry of what we applied. */
export function ownEntry(entries: readonly ManagedFields[] = []): ManagedFields | undefined {
  return entries.find((entry) => entry.manager === FIELD_MANAGER && isApply(entry));
}

function isApply({ operation, subresource }: ManagedFields): boolean {
  return operation === "Apply" && (subresource === undefined || subresource === "");
}
