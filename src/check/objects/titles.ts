/** How a message names an object. */
interface Titled {
  readonly kind: string;
  readonly name: string;
}

const MOST = 4;

/** `Deployment web`. */
export function titleOf({ kind, name }: Titled): string {
  return `${kind} ${name}`;
}

/** `a`, `a and b`, `a, b and c`, each once; more than four are counted. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  if (all.length > MOST) return someOf(all);
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

/** `Deployment web, StatefulSet db and Pod a`; more than four are counted. */
export function listedItems(items: readonly Titled[]): string {
  return listed(items.map(titleOf));
}

/** `a, b, c`, where an "and" would be one too many; more than four are counted. */
export function someOf(all: readonly string[]): string {
  const shown = all.slice(0, MOST).join(", ");
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}
