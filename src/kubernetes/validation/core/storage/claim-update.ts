import { parseQuantity } from "../../../quantity.ts";
import { compareQuantities } from "../../../quantity-arithmetic.ts";
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { semanticallyEqual } from "../../semantic-equality.ts";
import { STORAGE_CLASS_ANNOTATION } from "./annotations.ts";

type Claim = Decoded<PersistentVolumeClaim> & { readonly status?: ClaimStatus };
type Spec = Decoded<PersistentVolumeClaimSpec>;
type Amounts = Readonly<Record<string, string | number | undefined>>;

/** What a cluster says of a claim. */
interface ClaimStatus {
  readonly phase?: string;
  readonly capacity?: Amounts;
  readonly currentVolumeAttributesClassName?: string;
}

const path = FieldPath.root.field("spec");
const POINTERS: ReadonlySet<string> = new Set([
  "storageClassName",
  "volumeAttributesClassName",
  "selector",
]);
const SIZE = path.field("resources", "requests", "storage");

/**
 * A claim grows, and takes a volume and a class where it has none; the rest stays. An old claim
 * that is from no cluster is taken for one that was bound, with the size that was asked for.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimUpdate
 */
export function validateClaimUpdate(claim: Claim, old: Claim, to: Complaints): void {
  const [spec, before] = [claim.spec ?? {}, old.spec ?? {}];
  const status = old.metadata?.uid === undefined ? undefined : (old.status ?? {});
  const isBound = status === undefined || status.phase === "Bound";
  validateClassAnnotation(claim, old, to);
  if (!semanticallyEqual(spec, comparable(claim, old, isBound), POINTERS))
    to.forbidden(
      path,
      isBound
        ? "may not change, but for resources.requests.storage and volumeAttributesClassName"
        : "may not change before the claim is bound",
      "keep it as it was, or make a new claim",
    );
  validateSize(spec, before, status, to);
  if (spec.volumeMode !== before.volumeMode)
    to.invalid(FieldPath.root.field("volumeMode"), "may not change");
  validateAttributesClass(spec, before, status, to);
}

/** The old spec, with what the server lets through taken over from the new one. */
function comparable(claim: Claim, old: Claim, isBound: boolean): Spec {
  const [spec, before] = [claim.spec ?? {}, old.spec ?? {}];
  const bound = isBound ? spec : before;
  const requests: Amounts = {
    ...before.resources?.requests,
    storage: bound.resources?.requests?.storage,
  };
  return {
    ...before,
    volumeName: (before.volumeName ?? "") === "" ? spec.volumeName : before.volumeName,
    storageClassName: classMayBeSet(claim, old) ? spec.storageClassName : before.storageClassName,
    volumeAttributesClassName: bound.volumeAttributesClassName,
    resources: { ...before.resources, requests },
  };
}

/** A class may be given once, to a claim that has none, and that its annotation does not gainsay. */
function classMayBeSet(claim: Claim, old: Claim): boolean {
  const name = claim.spec?.storageClassName;
  const annotated = annotationOf(old);
  return (
    old.spec?.storageClassName === undefined &&
    name !== undefined &&
    (annotated === undefined || annotated === name)
  );
}

function validateClassAnnotation(claim: Claim, old: Claim, to: Complaints): void {
  const [now, before] = [annotationOf(claim), annotationOf(old)];
  // The field takes the annotation's place.
  const moves = before !== undefined && now === undefined && classMayBeSet(claim, old);
  if (moves || (now ?? "") === (before ?? "")) return;
  const at = FieldPath.root.field("metadata", "annotations", STORAGE_CLASS_ANNOTATION);
  to.invalid(at, "may not change");
}

function annotationOf({ metadata = {} }: Claim): string | undefined {
  const annotations = metadata.annotations ?? {};
  return Object.hasOwn(annotations, STORAGE_CLASS_ANNOTATION)
    ? annotations[STORAGE_CLASS_ANNOTATION]
    : undefined;
}

/** A claim that could not be grown may come back, down to what it really has. */
function validateSize(
  spec: Spec,
  before: Spec,
  status: ClaimStatus | undefined,
  to: Complaints,
): void {
  const size = parseQuantity(spec.resources?.requests?.storage ?? 0);
  const asked = before.resources?.requests?.storage ?? 0;
  if (compareQuantities(size, parseQuantity(asked)) >= 0) return;
  const has = status === undefined ? asked : (status.capacity?.storage ?? 0);
  if (to.minor < 32 || compareQuantities(size, parseQuantity(has)) <= 0)
    to.forbidden(SIZE, "claims cannot shrink", `write ${asked} or more`);
}

/** @see k8s.io/kubernetes/pkg/features/kube_features.go VolumeAttributesClass */
function validateAttributesClass(
  { volumeAttributesClassName: name }: Spec,
  { volumeAttributesClassName: before }: Spec,
  status: ClaimStatus | undefined,
  to: Complaints,
): void {
  if (to.minor < 34 || name === before || name) return;
  const current = status === undefined ? before : status.currentVolumeAttributesClassName;
  if (current !== undefined)
    to.forbidden(
      path.field("volumeAttributesClassName"),
      "cannot be taken away once it is applied",
    );
}
