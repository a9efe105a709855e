import { minorOf, NEWEST_MINOR, OLDEST_MINOR } from "../../kubernetes/versions.ts";
import { fail } from "../../problem.ts";

/** The minor that `--kube-version` names; undefined without it. */
export function minorFor(version: string | undefined, nearest: boolean): number | undefined {
  if (version === undefined) return undefined;
  const minor = minorOf(version);
  if (minor !== undefined) return minor;
  const range = `1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}`;
  const asked = Number(/^v?1\.(\d{1,3})/.exec(version)?.[1] ?? Number.NaN);
  if (Number.isNaN(asked))
    fail({
      message: `--kube-version ${version} is no version of Kubernetes`,
      instead: `--kube-version 1.${NEWEST_MINOR}`,
    });
  const near = asked < OLDEST_MINOR ? OLDEST_MINOR : NEWEST_MINOR;
  if (nearest) return near;
  return fail({
    message: `the API of Kubernetes ${version} is not known here: ${range} are`,
    instead: `--kube-version 1.${near}, or --nearest to take that one`,
  });
}
