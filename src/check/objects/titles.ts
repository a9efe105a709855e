/** How a message names an object. */
interface Titled {
  readonly kind: string;
  readonly name: string;
}

/** So many are named of more; "and 1 more" would take the room of that one's name. */
const NAMED = 4;
const MOST = NAMED + 1;

/** `Deployment web`. */
export function titleOf({ kind, name }: Titled): string {
  return `${kind} ${name}`;
}

/** `a`, `a and b`, `a, b and c`, each once; more than five are counted. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  if (all.length > MOST) return someOf(all);
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

/** `Deployment web, StatefulSet db and Pod a`; more than five are counted. */
export function listedItems(items: readonly Titled[]): string {
  return listed(items.map(titleOf));
}

/** `a, b, c`, where an "and" would be one too many; more than five are counted. */
export function someOf(all: readonly string[]): string {
  if (all.length <= MOST) return all.join(", ");
  return `${all.slice(0, NAMED).join(", ")} and ${all.length - NAMED} more`;
}
