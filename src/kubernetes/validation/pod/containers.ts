import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import type { PodContext } from "./context.ts";

/** The containers, init containers and ephemeral containers of a pod. */
export function validateContainers(_context: PodContext, _path: FieldPath, _to: Complaints): void {}
