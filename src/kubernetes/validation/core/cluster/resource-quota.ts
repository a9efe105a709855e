import { parseQuantity } from "../../../quantity.ts";
import { compareQuantities } from "../../../quantity-arithmetic.ts";
import { quotaResourceNameProblem } from "../../../resource-names.ts";
import type { ResourceQuota } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validateResourceAmount } from "../../resource-amount.ts";
import { validateScopeSelector, validateScopes } from "./quota-scopes.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuotaSpec */
export function validateResourceQuota({ spec = {} }: Decoded<ResourceQuota>, to: Complaints): void {
  for (const [name, amount = 0] of Object.entries(spec.hard ?? {})) {
    const at = path.field("hard").key(name);
    to.problem(at, quotaResourceNameProblem(name));
    validateResourceAmount(name, amount, at, to);
  }
  const limited = Object.keys(spec.hard ?? {});
  validateScopes(spec.scopes ?? [], limited, path.field("scopes"), to);
  validateScopeSelector(spec.scopeSelector, limited, path.field("scopeSelector"), to);
}

/** @see k8s.io/kubernetes/pkg/registry/core/resourcequota/strategy.go WarningsOnCreate */
export function warnResourceQuota({ spec = {} }: Decoded<ResourceQuota>, to: Complaints): void {
  if (to.minor < 35) return;
  const hard = spec.hard ?? {};
  for (const name of ["cpu", "memory", "storage", "ephemeral-storage"]) {
    const limit = hard[`limits.${name}`];
    const isShort = name === "cpu" || name === "memory";
    const key = hard[`requests.${name}`] === undefined && isShort ? name : `requests.${name}`;
    const request = hard[key];
    if (request === undefined || limit === undefined) continue;
    if (compareQuantities(parseQuantity(request), parseQuantity(limit)) > 0)
      to.warn(FieldPath.root, `${key}, ${request}, is above limits.${name}, ${limit}`);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuotaUpdate */
export function validateResourceQuotaUpdate(
  quota: Decoded<ResourceQuota>,
  old: Decoded<ResourceQuota>,
  to: Complaints,
): void {
  const now = new Set(quota.spec?.scopes ?? []);
  const before = new Set(old.spec?.scopes ?? []);
  if (now.symmetricDifference(before).size > 0)
    to.invalid(path.field("scopes"), "cannot be changed", "delete the quota and create it anew");
}
