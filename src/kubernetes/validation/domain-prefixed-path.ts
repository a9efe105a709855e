import { dns1123SubdomainProblem } from "../names.ts";
import { quote } from "../text.ts";
import type { Complaints } from "./complaints.ts";
import type { FieldPath } from "./field-path.ts";

const PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/**
 * A DNS name, a slash and the path of a URL: `example.com/controller`.
 *
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go IsDomainPrefixedPath
 */
export function validateDomainPrefixedPath(text: string, path: FieldPath, to: Complaints): void {
  const slash = text.indexOf("/");
  const [domain, rest] = [text.slice(0, slash), text.slice(slash + 1)];
  if (text === "") to.required(path, "must not be empty", '"example.com/name", or leave it out');
  else if (slash <= 0 || rest === "")
    to.invalid(path, `${quote(text)} has no domain in front`, `"example.com/${rest || "name"}"`);
  else {
    to.problem(path, dns1123SubdomainProblem(domain));
    if (!PATH.test(rest)) to.invalid(path, `${quote(rest)} is not a path of a URL`);
  }
}
