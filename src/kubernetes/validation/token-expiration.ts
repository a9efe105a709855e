import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

const SHORTEST = 600;
const LONGEST = 2 ** 32;

/**
 * For how long a token of a service account is asked for, in seconds.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateProjectionSources
 * @see k8s.io/kubernetes/pkg/apis/storage/validation/validation.go validateTokenRequests
 */
export function validateTokenSeconds(seconds: number, path: FieldPath, to: Complaints): void {
  if (seconds < SHORTEST)
    to.invalid(path, `${seconds} seconds are too short for a token`, `write ${SHORTEST} or more`);
  if (seconds > LONGEST)
    to.invalid(path, `${seconds} seconds are too long for a token`, `write at most ${LONGEST}`);
}
