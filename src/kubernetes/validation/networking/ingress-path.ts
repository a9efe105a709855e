import { quote } from "../../text.ts";
import type { HTTPIngressPath } from "../../types/networking.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateBackend } from "./ingress-backend.ts";

const TYPES = ["Exact", "ImplementationSpecific", "Prefix"];
const NOT_WITHIN = ["//", "/./", "/../", "%2f", "%2F"];
const NOT_AT_END = ["/..", "/."];

/** @see k8s.io/kubernetes/pkg/apis/networking/validation/validation.go validateHTTPIngressPath */
export function validateIngressPath(
  { path: text = "", pathType, backend = {} }: Decoded<HTTPIngressPath>,
  path: FieldPath,
  to: Complaints,
): void {
  if (pathType === undefined) {
    to.required(path.field("pathType"), `must be one of ${TYPES.join(", ")}`, "Prefix");
    return;
  }
  if (!TYPES.includes(pathType)) to.unsupported(path.field("pathType"), pathType, TYPES);
  else to.problem(path.field("path"), pathProblem(text, pathType));
  validateBackend(backend, path.field("backend"), to);
}

function pathProblem(text: string, type: string): string | undefined {
  const isOptional = type === "ImplementationSpecific";
  if (!text.startsWith("/") && !(isOptional && text === ""))
    return `${quote(text)} does not begin with "/"`;
  if (isOptional) return undefined;
  const within = NOT_WITHIN.find((part) => text.includes(part));
  if (within !== undefined) return `${quote(text)} has ${quote(within)} within`;
  const end = NOT_AT_END.find((part) => text.endsWith(part));
  return end === undefined ? undefined : `${quote(text)} ends with ${quote(end)}`;
}
