/** The oldest and the newest minor of Kubernetes 1 whose API is known in full. */
export const OLDEST_MINOR = 31;
export const NEWEST_MINOR = 36;

/**
 * The minor that a version names: `1.34`, `v1.34.4` and `34` are 34.
 *
 * @returns undefined when the text is no version of Kubernetes 1, or one whose API is not known.
 */
export function minorOf(version: string): number | undefined {
  const digits = version.match(/^(?:v?1\.)?(\d{1,3})(?:\.\d+)?(?:[-+].*)?$/)?.[1];
  const minor = Number(digits);
  return digits !== undefined && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR ? minor : undefined;
}

/** Splits `apps/v1` into group and version; the core group is the empty text. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf("/");
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
}
