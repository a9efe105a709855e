import { dns1123LabelProblem, dns1123SubdomainProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

const LONGEST_DOMAIN = 253;
/** The path must hold a label, a dot and a subdomain. */
const LONGEST = LONGEST_DOMAIN + 1 + 253 + 63 + 1;

/**
 * Who signs certificates: `example.com/signer`.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/names.go ValidateSignerName
 */
export function validateSignerName(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") {
    to.required(path, "must name a signer", "example.com/signer");
    return;
  }
  const [domain = "", signer = "", ...more] = name.split("/");
  if (!name.includes("/") || more.length > 0) {
    to.invalid(path, `${quote(name)} is not a domain, a "/" and a name`, "example.com/signer");
    return;
  }
  if (domain.length > LONGEST_DOMAIN) to.tooLong(path, LONGEST_DOMAIN, "characters before the /");
  const labels = domain.split(".");
  to.problem(path, firstProblem(labels, dns1123LabelProblem));
  if (labels.length < 2)
    to.invalid(path, `${quote(domain)} is not a domain of two parts`, `example.com/${signer}`);
  to.problem(path, firstProblem(signer.split("."), dns1123SubdomainProblem));
  if (name.length > LONGEST) to.tooLong(path, LONGEST);
}

function firstProblem(
  parts: readonly string[],
  problemOf: (part: string) => string | undefined,
): string | undefined {
  for (const part of parts) {
    const problem = problemOf(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
