import { didYouMean } from "../../closest.ts";
import { sameJson } from "../json-equality.ts";
import type { FieldPath } from "../validation/field-path.ts";
import type { Result } from "./result.ts";
import { shown } from "./shown.ts";
import type { Structural } from "./structural.ts";
import { isInt64 } from "./types.ts";

/**
 * Whether a value is one of the listed ones; null never is.
 *
 * @see k8s.io/kube-openapi/pkg/validation/validate/validator.go basicCommonValidator
 */
export function checkEnum(value: unknown, schema: Structural, path: FieldPath, to: Result): void {
  const choices = schema.enum;
  if (choices.length === 0) return;
  if (value !== null && choices.some((choice) => equals(value, choice))) return;
  const texts = choices.map((choice) => (typeof choice === "string" ? choice : text(choice)));
  const given = typeof value === "object" ? text(value) : shown(String(value), path);
  const instead = typeof value === "string" ? didYouMean(value, texts) : undefined;
  to.block("unsupported", path, `${given} is none of ${texts.join(", ")}`, instead);
}

function equals(value: unknown, choice: unknown): boolean {
  if (typeof value === "number" && typeof choice === "number")
    return (isInt64(choice) ? Math.trunc(value) : value) === choice;
  return typeof value === "object" ? sameJson(value, choice) : value === choice;
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
