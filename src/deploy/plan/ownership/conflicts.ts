import { ApiError } from "../../../client/errors.ts";
import { type Element, parseServerPath, pathText } from "../fields/path.ts";

/** A field that another manager owns and has otherwise. */
export interface FieldConflict {
  readonly manager: string;
  readonly subresource: string | undefined;
  readonly elements: readonly Element[];
  readonly path: string;
}

/** Whether a server-side apply was refused for fields of others. */
export function isConflict(problem: unknown): problem is ApiError {
  return (
    problem instanceof ApiError &&
    problem.status === 409 &&
    problem.causes.some(({ reason }) => reason === "FieldManagerConflict")
  );
}

/**
 * The fields of others that stand against an apply.
 *
 * @param applied What was to be applied: its fields tell where the names in a path end.
 * @see k8s.io/apimachinery/pkg/util/managedfields/internal/conflict.go printManager
 */
export function conflictsOf(refusal: ApiError, applied: unknown): FieldConflict[] {
  return refusal.causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message, field }) => {
      const [, manager = '""', subresource] =
        message.match(/^conflict with ("(?:[^"\\]|\\.)*")(?: with subresource "([^"]*)")?/) ?? [];
      const elements = parseServerPath(field, applied);
      const path = pathText(elements);
      return { manager: JSON.parse(manager) as string, subresource, elements, path };
    });
}
