import { dns1035LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type { Complaints } from "../complaints.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";

/** Of either version; v1alpha1 (up to 1.34) names a version of the resource too. */
export interface StorageVersionMigration {
  readonly spec?: {
    readonly resource?: {
      readonly group?: string;
      readonly version?: string;
      readonly resource?: string;
    };
    /** In v1alpha1. */
    readonly continueToken?: string;
  };
}

const path = FieldPath.root.field("spec");
const FIRST_BETA = 35;

/** @see k8s.io/kubernetes/pkg/apis/storagemigration/validation/validation.go ValidateStorageVersionMigration */
export function validateMigration({ spec = {} }: StorageVersionMigration, to: Complaints): void {
  const { group = "", version = "", resource = "" } = spec.resource ?? {};
  const at = path.field("resource");
  const example = 'must be given: a plural such as "deployments"';
  if (resource === "") to.required(at.field("resource"), example);
  if (to.minor < FIRST_BETA) {
    if (version === "") to.required(at.field("version"));
    return;
  }
  if (resource !== "") to.problem(at.field("resource"), dns1035LabelProblem(resource));
  if (group !== "") to.problem(at.field("group"), dns1123SubdomainProblem(group));
}

/** @see k8s.io/kubernetes/pkg/apis/storagemigration/validation/validation.go ValidateStorageVersionMigrationUpdate */
export function validateMigrationUpdate(
  { spec = {} }: StorageVersionMigration,
  { spec: old = {} }: StorageVersionMigration,
  to: Complaints,
): void {
  if (to.minor >= FIRST_BETA) {
    validateImmutable(spec, old, path, to);
    return;
  }
  // The server leaves out what stands before.
  for (const field of ["group", "version", "resource"] as const)
    validateImmutable(
      spec.resource?.[field],
      old.resource?.[field],
      FieldPath.root.field(field).for(path.field("resource", field)),
      to,
    );
}
