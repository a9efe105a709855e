import { RENAMED_NODE_LABELS } from "../../../deprecated-node-labels.ts";
import type {
  NodeSelectorRequirement,
  PersistentVolume,
  PersistentVolumeSpec,
} from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { semanticallyEqual } from "../../semantic-equality.ts";
import { sourceOf } from "../../volumes/persistent-sources.ts";

type Spec = Decoded<PersistentVolumeSpec>;

const path = FieldPath.root.field("spec");

/**
 * Where the data of a volume lies does not change, nor who can reach it.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeUpdate
 */
export function validateVolumeUpdate(
  { spec = {} }: Decoded<PersistentVolume>,
  { spec: before = {} }: Decoded<PersistentVolume>,
  to: Complaints,
): void {
  if (!semanticallyEqual(comparableSource(spec, before), sourceOf(before)))
    to.forbidden(
      path.field("persistentvolumesource"),
      "the source may not change",
      "make a new PersistentVolume",
    );
  if (spec.volumeMode !== before.volumeMode)
    to.invalid(FieldPath.root.field("volumeMode"), "may not change");
  if (before.nodeAffinity !== undefined && !sameAffinity(spec, before))
    to.invalid(
      FieldPath.root.field("nodeAffinity"),
      "may not change, but for deprecated labels of nodes that give way to their successors",
    );
  const { volumeAttributesClassName } = before;
  if (volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined)
    to.forbidden(path.field("volumeAttributesClassName"), "cannot be taken away");
}

/** A Secret for expanding may be added to a CSI volume that has none. */
function comparableSource(spec: Spec, before: Spec): Readonly<Record<string, unknown>> {
  const source = sourceOf(spec);
  if (before.csi === undefined || before.csi.controllerExpandSecretRef !== undefined) return source;
  return spec.csi === undefined
    ? source
    : { ...source, csi: { ...spec.csi, controllerExpandSecretRef: undefined } };
}

function sameAffinity(spec: Spec, before: Spec): boolean {
  if (spec.nodeAffinity === undefined) return false;
  const terms = spec.nodeAffinity.required?.nodeSelectorTerms ?? [];
  const had = before.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return (
    terms.length === had.length &&
    terms.every(
      (term, index) =>
        sameRequirements(term.matchExpressions, had[index]?.matchExpressions) &&
        sameRequirements(term.matchFields, had[index]?.matchFields),
    )
  );
}

type Requirements = readonly Decoded<NodeSelectorRequirement>[];

function sameRequirements(now: Requirements = [], before: Requirements = []): boolean {
  return (
    now.length === before.length &&
    now.every((requirement, index) => {
      const { key = "", ...rest } = before[index] ?? {};
      const successor = RENAMED_NODE_LABELS.get(key);
      const kept = successor !== undefined && requirement.key === successor ? successor : key;
      return semanticallyEqual(requirement, { ...rest, key: kept });
    })
  );
}
