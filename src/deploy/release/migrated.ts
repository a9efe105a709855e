/** Migrations ran once, by the keys of their Jobs, and when (RFC 3339). */
export type Migrated = Readonly<Record<string, string>>;

/** How many are remembered beside those that are wanted: far more than the deploys that can be brought back. */
const REMEMBERED = 500;

/**
 * What a new record carries forward: migrations that ran in any deploy that is still known, at the first
 * time that is known of each. Those that are wanted are always among them, or they would run again.
 *
 * @param records of all records, whatever came of their deploys
 * @param wanted keys of the migrations of the new deploy
 */
export function carriedForward(
  records: Iterable<{ readonly migrated: Migrated }>,
  wanted: Iterable<string>,
): Migrated {
  const times = new Map<string, string>();
  for (const { migrated } of records) {
    for (const [key, time] of Object.entries(migrated)) {
      const known = times.get(key);
      if (known === undefined || time < known) times.set(key, time);
    }
  }
  const keys = new Set(wanted);
  const newest = [...times].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0));
  const kept = newest.filter(([key], index) => index < REMEMBERED || keys.has(key));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}
