import type { ServiceSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const AFFINITIES = ["ClientIP", "None"];
const SECONDS_OF_A_DAY = 86400;

/**
 * Whether a client stays with one pod. Where it does not, the server drops the configuration.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateClientIPAffinityConfig
 */
export function validateSessionAffinity(
  { sessionAffinity = "", sessionAffinityConfig }: Decoded<ServiceSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  if (!AFFINITIES.includes(sessionAffinity))
    to.unsupported(path.field("sessionAffinity"), sessionAffinity, AFFINITIES);
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (sessionAffinity !== "ClientIP" || seconds === undefined) return;
  if (seconds <= 0 || seconds > SECONDS_OF_A_DAY)
    to.invalid(
      path.field("sessionAffinityConfig", "clientIP", "timeoutSeconds"),
      `${seconds} is not from 1 to ${SECONDS_OF_A_DAY} (a day)`,
    );
}
