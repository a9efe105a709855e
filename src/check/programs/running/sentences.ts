/** `a`, `a and b`, `a, b and c`; more than four are counted. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  if (all.length > MOST) return `${all.slice(0, MOST).join(", ")} and ${all.length - MOST} more`;
  const last = all.pop() ?? "";
  return all.length === 0 ? last : `${all.join(", ")} and ${last}`;
}

const MOST = 4;
