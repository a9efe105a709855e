import { didYouMean } from "../../closest.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

/**
 * A name of something in the same object that nothing there has.
 *
 * @param what is looked for: `volume`
 * @param names that there are
 */
export function notFound(
  what: string,
  name: string,
  names: Iterable<string>,
  path: FieldPath,
  to: Complaints,
): void {
  const known = [...names];
  const instead = known.length > 0 ? didYouMean(name, known) : undefined;
  to.invalid(path, `there is no ${what} ${quote(name)} here`, instead);
}
