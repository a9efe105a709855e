import { type Fields, isFields } from "../fields.ts";
import { labelKeyProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { Complaints } from "../validation/complaints.ts";
import { FieldPath } from "../validation/field-path.ts";

const STANDARD = ["orphan", "foregroundDeletion", "kubernetes"];
const path = FieldPath.root.field("metadata", "finalizers");

/**
 * Finalizers of a custom resource should have the form `domain/name`.
 *
 * @see k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go
 */
export function warnOfFinalizers(object: Fields, old: Fields | undefined, to: Complaints): void {
  const before = new Set(finalizersOf(old));
  for (const [index, finalizer] of finalizersOf(object).entries()) {
    if (before.has(finalizer)) continue;
    const problem = labelKeyProblem(finalizer);
    if (problem !== undefined) to.warn(path.index(index), problem);
    if (!finalizer.includes("/") && !STANDARD.includes(finalizer))
      to.warn(
        path.index(index),
        `the finalizer ${quote(finalizer)} is none of the form domain/name`,
      );
  }
}

function finalizersOf(object: Fields | undefined): readonly string[] {
  const meta = object?.metadata;
  return isFields(meta) && Array.isArray(meta.finalizers) ? (meta.finalizers as string[]) : [];
}
