import { holds, integerOf, type Requirement, type Selector } from "./selectors.ts";

/** Is there a set of labels that both selectors match? */
export function selectorsOverlap(a: Selector, b: Selector): boolean {
  const byKey = Map.groupBy([...a, ...b], ({ key }) => key);
  return byKey.values().every(isSatisfiable);
}

/** Is there a value, or the absence of one, for which all requirements on one key hold? */
function isSatisfiable(requirements: readonly Requirement[]): boolean {
  const candidates = [undefined, ...valuesToTry(requirements)];
  return candidates.some((value) => requirements.every((each) => holds(each, value)));
}

/**
 * Enough values to decide: those that "In" names; else more distinct ones than "NotIn" can exclude,
 * taken from the range that "Gt" and "Lt" leave.
 */
function valuesToTry(requirements: readonly Requirement[]): string[] {
  const named = requirements.find(({ operator }) => operator === "In");
  if (named !== undefined) return [...named.values];
  const excluded = requirements.flatMap(({ operator, values }) =>
    operator === "NotIn" ? values : [],
  );
  let lowest = 0n;
  for (const { operator, values } of requirements) {
    const limit = operator === "Gt" ? integerOf(values[0] ?? "") : undefined;
    if (limit !== undefined && limit >= lowest) lowest = limit + 1n;
  }
  const count = excluded.length + 1;
  const numbers = Array.from({ length: count }, (_, index) => String(lowest + BigInt(index)));
  const padded = Array.from({ length: count }, (_, index) => "0".repeat(index) + lowest);
  return [...numbers, ...padded.filter((text) => text.length <= 63)];
}
