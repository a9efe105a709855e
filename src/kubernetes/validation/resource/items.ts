import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";

type Each<T> = (item: T, path: FieldPath, to: Complaints) => void;

/**
 * The items of a list that may have so many. Since 1.35 the server does not look into a list that is
 * too long.
 *
 * @returns whether the items were looked at
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateSlice
 */
export function validateItems<T>(
  items: readonly T[],
  most: number,
  each: Each<T>,
  path: FieldPath,
  to: Complaints,
): boolean {
  if (items.length > most) {
    to.tooMany(path, items.length, most);
    if (to.minor >= 35) return false;
  }
  for (const [index, item] of items.entries()) each(item, path.index(index), to);
  return true;
}

/**
 * The same for a list in which every key stands once.
 *
 * @param field that is the key, which the server named before 1.35
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateSet
 */
export function validateSet<T>(
  items: readonly T[],
  most: number,
  each: Each<T>,
  keyOf: (item: T) => string,
  path: FieldPath,
  to: Complaints,
  field?: string,
): void {
  if (!validateItems(items, most, each, path, to)) return;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item);
    const at = path.index(index);
    if (seen.has(key))
      to.duplicate(field !== undefined && to.minor < 35 ? at.field(field) : at, key);
    seen.add(key);
  }
}
