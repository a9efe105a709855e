import type { ObjectMeta } from "../types/meta.ts";
import type { Complaints } from "./complaints.ts";
import type { Decoded } from "./decoded.ts";
import type { FieldPath } from "./field-path.ts";
import { validateAnnotations, validateLabels } from "./object-meta.ts";

/**
 * Metadata of a template that gives nothing but labels and annotations.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateTemplateObjectMeta
 */
export function validateTemplateMeta(
  meta: Decoded<ObjectMeta>,
  path: FieldPath,
  to: Complaints,
): void {
  validateAnnotations(meta.annotations, path.field("annotations"), to);
  validateLabels(meta.labels, path.field("labels"), to);
  for (const [field, value] of Object.entries(meta)) {
    if (field === "annotations" || field === "labels") continue;
    const isUnset = value === undefined || value === "" || (field === "generation" && value === 0);
    // The server writes the Go field's name with its first letter small.
    const at = path.field(field === "uid" ? "uID" : field);
    if (!isUnset) to.forbidden(at, "is not for templates: only labels and annotations are");
  }
}
