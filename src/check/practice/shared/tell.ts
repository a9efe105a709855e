import type { SecurityContext } from "../../../kubernetes/types/core.ts";
import { FieldPath } from "../../../kubernetes/validation/field-path.ts";
import { foundAt } from "../../objects/found.ts";
import type { Item } from "../../objects/inventory.ts";
import { listed } from "../../objects/titles.ts";
import type { PlacedContainer, Workload } from "../../objects/workloads.ts";
import type { FoundInObject } from "../../rule.ts";

/** A finding about an object as a whole. */
export function about(item: Item<unknown>, message: string, fix?: string): FoundInObject {
  return foundAt(item, FieldPath.root, message, fix);
}

/** `container web`, `containers web and proxy`. */
export function containersNamed(placed: readonly PlacedContainer[]): string {
  const names = placed.map(({ container }) => container.name ?? "");
  return `container${names.length > 1 ? "s" : ""} ${listed(names)}`;
}

/** Where a field of a container's securityContext stands, or what holds it where it is not written. */
export function securityPlace(
  { container: { securityContext }, path }: PlacedContainer,
  field: keyof SecurityContext,
): FieldPath {
  if (!securityContext) return path;
  const at = path.field("securityContext");
  return securityContext[field] === undefined ? at : at.field(field);
}

/** How many there are, in words that agree: `1 workload`, `3 workloads`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** One finding for all containers of a workload that share a cause, at the first of them. */
export function together(
  { item }: Workload,
  guilty: readonly PlacedContainer[],
  place: (first: PlacedContainer) => FieldPath,
  message: (containers: string) => string,
): FoundInObject[] {
  const [first] = guilty;
  return first ? [foundAt(item, place(first), message(containersNamed(guilty)))] : [];
}
