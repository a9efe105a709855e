import { dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { Complaints } from "../complaints.ts";
import type { FieldPath } from "../field-path.ts";
import { validateCsiDriverName } from "../volumes/csi.ts";

const LONGEST_POOL_NAME = 253;
const LONGEST_IDENTIFIER = 32;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The name of a driver of devices: as that of a CSI driver.
 *
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateDriverName
 */
export const validateDriverName: (name: string, path: FieldPath, to: Complaints) => void =
  validateCsiDriverName;

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validatePoolName */
export function validatePoolName(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") {
    to.required(path);
    return;
  }
  if (name.length > LONGEST_POOL_NAME) to.tooLong(path, LONGEST_POOL_NAME);
  for (const part of name.split("/")) to.problem(path, dns1123SubdomainProblem(part));
}

/**
 * The name of an attribute or a capacity, which may have a domain in front: `model`,
 * `example.com/model`. Of names with more than one slash the server asks nothing.
 *
 * @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateQualifiedName
 */
export function validateQualifiedName(name: string, path: FieldPath, to: Complaints): void {
  const parts = name.split("/");
  const [first = "", second = ""] = parts;
  if (parts.length === 1) validateIdentifier(first, path, to);
  if (parts.length !== 2) return;
  if (first === "") to.invalid(path, `${quote(name)} has nothing before its "/"`, quote(second));
  else validateDriverName(first, path, to);
  if (second === "") to.invalid(path, `${quote(name)} has no name after its "/"`);
  else validateIdentifier(second, path, to);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/validation/validation.go validateFullyQualifiedName */
export function validateFullyQualifiedName(name: string, path: FieldPath, to: Complaints): void {
  validateQualifiedName(name, path, to);
  if (!name.includes("/"))
    to.invalid(path, `${quote(name)} has no domain in front`, `"example.com/${name || "name"}"`);
}

function validateIdentifier(text: string, path: FieldPath, to: Complaints): void {
  if (text.length > LONGEST_IDENTIFIER) to.tooLong(path, LONGEST_IDENTIFIER);
  if (!IDENTIFIER.test(text))
    to.invalid(path, `${quote(text)} is not a name of letters, digits and "_", no digit first`);
}
