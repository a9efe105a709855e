import type { Lifecycle } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { OF_HOOKS, validateHandler } from "./handlers.ts";

/**
 * What runs after the start and before the stop. A `stopSignal` never comes here: the server drops
 * it, since its feature gate is off by default.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateLifecycle
 */
export function validateLifecycle(
  { postStart, preStop }: Decoded<Lifecycle>,
  gracePeriod: number | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (postStart) validateHandler(postStart, OF_HOOKS, gracePeriod, path.field("postStart"), to);
  if (preStop) validateHandler(preStop, OF_HOOKS, gracePeriod, path.field("preStop"), to);
}
