import type { ServerVersion } from "../../client/cluster.ts";
import { NEWEST_MINOR, OLDEST_MINOR } from "../../kubernetes/versions.ts";
import { fine, remarked, type Verdict } from "./verdict.ts";

/** Whether the server is what the definition is made for. The server itself judges each object. */
export function versionFor(
  { major, minor, gitVersion }: ServerVersion,
  wanted: string | undefined,
): Verdict {
  const made = Number(wanted?.match(/^(?:v?1\.)?(\d+)/)?.[1]);
  const where = "its environment's cluster: { kubernetes }";
  if (major === 1 && minor < OLDEST_MINOR)
    return remarked(
      `the cluster runs ${gitVersion}, older than 1.${OLDEST_MINOR}, the oldest that is known here`,
    );
  if (major === 1 && wanted !== undefined && made !== minor) {
    const skew = Math.abs(made - minor);
    const versions = skew === 1 ? "a minor version" : `${skew} minor versions`;
    const order = minor < made ? "older" : "newer";
    return remarked(
      `the cluster runs ${gitVersion}, ${versions} ${order} than 1.${made}, which the platform is made for (${where})`,
    );
  }
  if (major !== 1 || minor > NEWEST_MINOR)
    return remarked(
      `the cluster runs ${gitVersion}, newer than 1.${NEWEST_MINOR}, the newest that is known here`,
    );
  return fine;
}
