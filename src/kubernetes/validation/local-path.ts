import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * A path below some folder: relative, and never up.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateLocalDescendingPath
 */
export function validateLocalDescendingPath(text: string, path: FieldPath, to: Complaints): void {
  if (text.startsWith("/"))
    to.invalid(path, `${quote(text)} begins with "/"`, "a relative path, without it");
  validateNoBacksteps(text, path, to);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePathNoBacksteps */
export function validateNoBacksteps(text: string, path: FieldPath, to: Complaints): void {
  if (text.split("/").includes("..")) to.invalid(path, `${quote(text)} goes up with ".."`);
}
