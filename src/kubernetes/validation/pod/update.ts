import type { Container, Pod, PodSpec, Toleration } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { semanticallyEqual } from "../semantic-equality.ts";
import { MIRROR } from "./annotations.ts";
import { type Annotations, APP_ARMOR_OF_CONTAINER } from "./legacy-profiles.ts";
import { POINTERS } from "./pointers.ts";
import { validateNodesNarrowed } from "./scheduling/narrowed-nodes.ts";

const path = FieldPath.root.field("spec");
const annotationsPath = FieldPath.root.field("metadata", "annotations");

/** What has rules of its own; of the containers, the images. */
const CHANGEABLE = ["activeDeadlineSeconds", "tolerations", "schedulingGates"];
const WITH_IMAGES = ["containers", "initContainers"] as const;
/** What the server fills in again where it is left out. */
const KEPT = ["priority", "preemptionPolicy", "priorityClassName"];
const NARROWED = ["nodeSelector", "affinity"];

/**
 * Almost all of a pod is fixed when it is created.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodUpdate
 */
export function validatePodUpdate(
  { metadata, spec = {} }: Decoded<Pod>,
  { metadata: oldMetadata, spec: old = {} }: Decoded<Pod>,
  to: Complaints,
): void {
  validateAnnotations(metadata?.annotations ?? {}, oldMetadata?.annotations ?? {}, to);
  for (const list of WITH_IMAGES)
    if ((spec[list] ?? []).length !== (old[list] ?? []).length) {
      to.forbidden(path.field(list), "containers cannot be added to a pod or removed");
      return;
    }
  if (!validateDeadline(spec.activeDeadlineSeconds, old.activeDeadlineSeconds, to)) return;
  validateTolerations(spec.tolerations ?? [], old.tolerations ?? [], to);
  const before = new Set((old.schedulingGates ?? []).map(({ name }) => name));
  for (const [index, { name }] of (spec.schedulingGates ?? []).entries())
    if (!before.has(name))
      to.forbidden(
        path.field("schedulingGates").index(index).field("name"),
        "gates can only be removed from an existing pod",
      );
  const isGated = before.size > 0;
  if (isGated) validateNodesNarrowed(spec, old, path, to);
  const changed = changedFields(spec, old, isGated);
  if (changed.length > 0)
    to.forbidden(
      path,
      `${changed.join(", ")} cannot be changed in an existing pod: only images, activeDeadlineSeconds and more tolerations can`,
      "delete the pod and create it anew",
    );
}

function changedFields(spec: Decoded<PodSpec>, old: Decoded<PodSpec>, isGated: boolean): string[] {
  const all = [...Object.keys(spec), ...Object.keys(old), "serviceAccountName"];
  const names = new Set(all as (keyof PodSpec)[]);
  return [...names].filter((name) => {
    if (CHANGEABLE.includes(name)) return false;
    if (name === "serviceAccount" || name === "serviceAccountName")
      return name === "serviceAccountName" && accountOf(spec) !== accountOf(old);
    if (name === "containers" || name === "initContainers")
      return !same(withoutImages(spec[name]), withoutImages(old[name]));
    if (name === "affinity" && isGated) return !same(podAffinityOf(spec), podAffinityOf(old));
    if (isGated && NARROWED.includes(name)) return false;
    if (KEPT.includes(name) && spec[name] === undefined) return false;
    return !same({ [name]: spec[name] }, { [name]: old[name] });
  });
}

function same(part: unknown, old: unknown): boolean {
  return semanticallyEqual(part, old, POINTERS);
}

/** The field has an old name too. */
function accountOf({ serviceAccountName, serviceAccount }: Decoded<PodSpec>): string {
  return serviceAccountName || serviceAccount || "";
}

function withoutImages(containers: readonly Decoded<Container>[] = []): unknown {
  return containers.map((container) => ({ ...container, image: undefined }));
}

function podAffinityOf({ affinity }: Decoded<PodSpec>): unknown {
  return { ...affinity, nodeAffinity: undefined };
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotationUpdates */
function validateAnnotations(annotations: Annotations, old: Annotations, to: Complaints): void {
  for (const key of new Set([...Object.keys(old), ...Object.keys(annotations)])) {
    if (key !== MIRROR && !key.startsWith(APP_ARMOR_OF_CONTAINER)) continue;
    if (annotations[key] !== old[key])
      to.forbidden(annotationsPath.key(key), "cannot be added, changed or removed later");
  }
}

/** @returns false where the server reads no further */
function validateDeadline(
  deadline: number | undefined,
  old: number | undefined,
  to: Complaints,
): boolean {
  if (old === undefined) return true;
  const at = path.field("activeDeadlineSeconds");
  if (deadline === undefined) to.invalid(at, "cannot be removed from an existing pod");
  if (deadline === undefined || deadline <= old) return true;
  to.invalid(at, `can only become less than it is, ${old}`);
  return false;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateOnlyAddedTolerations */
function validateTolerations(
  tolerations: readonly Decoded<Toleration>[],
  old: readonly Decoded<Toleration>[],
  to: Complaints,
): void {
  const timeless = (each: Decoded<Toleration>) => ({ ...each, tolerationSeconds: undefined });
  const isThere = (each: Decoded<Toleration>) =>
    tolerations.some((other) => semanticallyEqual(timeless(other), timeless(each))) ||
    isAddedAgain(each, tolerations);
  if (!old.every(isThere))
    to.forbidden(
      path.field("tolerations"),
      "an existing pod keeps its tolerations; only their tolerationSeconds may change",
    );
}

/**
 * Two tolerations are given to every pod that has none like them, also when it is updated.
 *
 * @see k8s.io/kubernetes/plugin/pkg/admission/defaulttolerationseconds
 */
function isAddedAgain(
  { key = "", operator, value = "", effect }: Decoded<Toleration>,
  tolerations: readonly Decoded<Toleration>[],
): boolean {
  if (key !== "node.kubernetes.io/not-ready" && key !== "node.kubernetes.io/unreachable")
    return false;
  if (operator !== "Exists" || value !== "" || effect !== "NoExecute") return false;
  return !tolerations.some(
    (other) =>
      [key, ""].includes(other.key ?? "") && ["NoExecute", ""].includes(other.effect ?? ""),
  );
}
