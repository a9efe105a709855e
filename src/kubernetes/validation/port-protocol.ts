import { qualifiedNameProblem } from "../names.ts";
import { PROTOCOLS } from "../ports.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

const KNOWN: readonly string[] = PROTOCOLS;

/** The protocol of a port: TCP, UDP or SCTP. */
export function validateProtocol(protocol: string, path: FieldPath, to: Complaints): void {
  if (!KNOWN.includes(protocol)) to.unsupported(path, protocol, KNOWN);
}

/**
 * What is spoken over a port; it may be left out.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateServicePort
 */
export function validateAppProtocol(
  protocol: string | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (protocol !== undefined)
    to.problem(path, qualifiedNameProblem(protocol, "an application protocol"));
}
