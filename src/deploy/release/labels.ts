import { PURPOSE_LABEL, RELEASE_LABEL } from "../names.ts";
import type { ReleaseName } from "../wanted.ts";

/** What an object that the deploy keeps for itself is for. */
export type Purpose = "record" | "record-part" | "secret-copy" | "key" | "parent" | "lease";

/** The labels of such an object. */
export function ownLabels({ name }: ReleaseName, purpose: Purpose): Record<string, string> {
  return { [RELEASE_LABEL]: name, [PURPOSE_LABEL]: purpose };
}

/** Selects those of one release. */
export function ownSelector(release: ReleaseName, purpose: Purpose): string {
  const labels = Object.entries(ownLabels(release, purpose));
  return labels.map(([key, value]) => `${key}=${value}`).join(",");
}
