/** What may differ between environments: each distinct value, and where it holds. */
export type Varying<T> = readonly Variant<T>[];

export interface Variant<T> {
  readonly value: T;
  readonly environments: readonly string[];
}

/** Gathers the environments that have the same value, in the order in which they first have it. */
export function varying<T>(values: Iterable<readonly [environment: string, value: T]>): Varying<T> {
  const variants = new Map<string, { value: T; environments: string[] }>();
  for (const [environment, value] of values) {
    const key = JSON.stringify(value);
    const known = variants.get(key);
    if (known) known.environments.push(environment);
    else variants.set(key, { value, environments: [environment] });
  }
  return [...variants.values()];
}

/** Whether all of these environments have one value. */
export function isSame(values: Varying<unknown>, environments: number): boolean {
  return values.length === 1 && values[0]?.environments.length === environments;
}

/** A row that several environments have, each with its own values. */
export interface Joined<T> {
  readonly key: string;
  /** The row of the first environment that has it. */
  readonly first: T;
  readonly rows: readonly (readonly [environment: string, row: T])[];
}

/**
 * Joins the rows of several environments by their keys. A row that only some have stands behind the
 * row that it follows there.
 */
export function joined<T>(
  tables: readonly (readonly [environment: string, rows: readonly (readonly [string, T])[]])[],
): readonly Joined<T>[] {
  const keys: string[] = [];
  const rows = new Map<string, [string, T][]>();
  for (const [environment, table] of tables) {
    let before = -1;
    for (const [key, row] of table) {
      const at = keys.indexOf(key);
      if (at < 0) keys.splice(before + 1, 0, key);
      before = at < 0 ? before + 1 : at;
      rows.set(key, [...(rows.get(key) ?? []), [environment, row]]);
    }
  }
  return keys.map((key) => {
    const each = rows.get(key) as [string, T][];
    const [[, first]] = each as [[string, T]];
    return { key, first, rows: each };
  });
}

/** One column of a joined row. */
export function column<T, V>({ rows }: Joined<T>, value: (row: T) => V): Varying<V> {
  return varying(rows.map(([environment, row]) => [environment, value(row)] as const));
}
