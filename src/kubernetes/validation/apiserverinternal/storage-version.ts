import { dns1035LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import { quote } from "../../text.ts";
import type { ObjectMeta } from "../../types/meta.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { nameOf } from "../pod-name-warning.ts";

/** Its spec is empty, and its status is the servers' own. */
export interface StorageVersion {
  readonly metadata?: Decoded<ObjectMeta>;
}

const path = FieldPath.root.field("metadata");

/** @see k8s.io/kubernetes/pkg/apis/apiserverinternal/validation/validation.go ValidateStorageVersion */
export function validateStorageVersion({ metadata = {} }: StorageVersion, to: Complaints): void {
  const { generateName = "" } = metadata;
  const name = nameOf(metadata);
  if (name !== "") to.problem(path.field("name"), nameProblem(name));
  if (generateName !== "") to.problem(path.field("generateName"), nameProblem(generateName));
}

/** @see k8s.io/kubernetes/pkg/apis/apiserverinternal/validation/validation.go ValidateStorageVersionName */
function nameProblem(name: string): string | undefined {
  const dot = name.lastIndexOf(".");
  if (dot < 0) return `${quote(name)} must be a group, a dot and a resource: "apps.deployments"`;
  return dns1123SubdomainProblem(name.slice(0, dot)) ?? dns1035LabelProblem(name.slice(dot + 1));
}
