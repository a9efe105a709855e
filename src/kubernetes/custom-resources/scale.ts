import { type Fields, isFields } from "../fields.ts";
import type { Scale } from "../kinds.ts";
import type { Complaints } from "../validation/complaints.ts";
import { FieldPath } from "../validation/field-path.ts";

const MOST = 2 ** 31 - 1;

/** @see k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go ValidateScaleSpec */
export function checkScale(object: Fields, scale: Scale, to: Complaints): void {
  for (const text of [scale.specReplicasPath, scale.statusReplicasPath]) {
    const { path, value } = find(object, text);
    if (value === undefined || isToldOf(path, to)) continue;
    if (typeof value !== "number" || !Number.isInteger(value))
      to.invalid(path, "must be a whole number: the object is scaled by it");
    else if (value < 0) to.invalid(path, "may not be negative");
    else if (value > MOST) to.invalid(path, `may be at most ${MOST}`);
  }
  if (scale.labelSelectorPath === undefined) return;
  const { path, value } = find(object, scale.labelSelectorPath);
  if (value !== undefined && typeof value !== "string" && !isToldOf(path, to))
    to.invalid(path, "must be text");
}

function isToldOf(path: FieldPath, { errors }: Complaints): boolean {
  return errors.some((error) => error.path.toString() === path.toString());
}

function find(object: Fields, text: string): { path: FieldPath; value: unknown } {
  let path = FieldPath.root;
  let value: unknown = object;
  for (const step of text.replace(/^\./, "").split(".")) {
    path = path.field(step);
    if (isFields(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else if (value !== undefined) value = null;
  }
  return { path, value };
}
