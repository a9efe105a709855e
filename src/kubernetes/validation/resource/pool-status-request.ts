import { dns1123SubdomainProblem } from "../../names.ts";
import type { Complaints } from "../complaints.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validatePoolName } from "./names.ts";

/** In v1alpha3 of 1.36. */
export interface PoolStatusRequest {
  readonly spec?: {
    readonly driver?: string;
    readonly poolName?: string;
    readonly limit?: number;
  };
}

const path = FieldPath.root.field("spec");
const HIGHEST_LIMIT = 1000;

/** @see k8s.io/kubernetes/pkg/apis/resource/v1alpha3/zz_generated.validations.go Validate_ResourcePoolStatusRequestSpec */
export function validatePoolStatusRequest({ spec = {} }: PoolStatusRequest, to: Complaints): void {
  const { driver = "", poolName, limit } = spec;
  if (driver === "") to.required(path.field("driver"), "must name a driver of devices");
  else to.problem(path.field("driver"), dns1123SubdomainProblem(driver.toLowerCase()));
  if (poolName !== undefined) validatePoolName(poolName, path.field("poolName"), to);
  if (limit !== undefined && (limit < 1 || limit > HIGHEST_LIMIT))
    to.invalid(path.field("limit"), `${limit} is not between 1 and ${HIGHEST_LIMIT}`);
}

/** @see k8s.io/kubernetes/pkg/apis/resource/v1alpha3/zz_generated.validations.go Validate_ResourcePoolStatusRequest */
export function validatePoolStatusRequestUpdate(
  { spec }: PoolStatusRequest,
  { spec: old }: PoolStatusRequest,
  to: Complaints,
): void {
  validateImmutable(spec, old, path, to);
}
