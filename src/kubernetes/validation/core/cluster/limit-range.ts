import { qualifiedNameProblem } from "../../../names.ts";
import { resourceNameProblem } from "../../../resource-amounts.ts";
import { anyResourceNameProblem } from "../../../resource-names.ts";
import { quote } from "../../../text.ts";
import type { LimitRange, LimitRangeItem } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { validateLimitAmounts } from "./limit-amounts.ts";

const path = FieldPath.root.field("spec", "limits");
const TYPES = ["Container", "PersistentVolumeClaim", "Pod"];

/**
 * The server names a LimitRange that has no name.
 *
 * @see k8s.io/kubernetes/pkg/registry/core/limitrange/strategy.go PrepareForCreate
 */
export function prepareLimitRange(object: Record<string, unknown>): void {
  const { metadata = {} } = object as Partial<LimitRange>;
  if (!metadata.name && !metadata.generateName)
    object.metadata = { ...metadata, name: "00000000-0000-0000-0000-000000000000" };
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateLimitRange */
export function validateLimitRange({ spec = {} }: Decoded<LimitRange>, to: Complaints): void {
  const types = new Set<string>();
  for (const [index, each] of (spec.limits ?? []).entries()) {
    const at = path.index(index);
    const { type = "" } = each;
    to.problem(at.field("type"), typeProblem(type));
    if (types.has(type)) to.duplicate(at.field("type"), type);
    types.add(type);
    validateNames(each, at, to);
    if (type === "Pod") validateNoDefaults(each, at, to);
    const hasStorage = each.min?.storage !== undefined || each.max?.storage !== undefined;
    if (type === "PersistentVolumeClaim" && !hasStorage)
      to.required(at.field("limits"), "claims are limited by min or max of storage");
    validateLimitAmounts(each, at, to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateLimitRangeTypeName */
function typeProblem(type: string): string | undefined {
  const problem = qualifiedNameProblem(type, "a type of limit");
  if (problem !== undefined || type.includes("/") || TYPES.includes(type)) return problem;
  return `${quote(type)} is none of ${TYPES.join(", ")}`;
}

function validateNames(item: Decoded<LimitRangeItem>, path: FieldPath, to: Complaints): void {
  const { type, min = {}, max = {}, maxLimitRequestRatio = {} } = item;
  const isOfPods = type === "Pod" || type === "Container";
  const defaults =
    type === "Pod"
      ? {}
      : { default: item.default ?? {}, defaultRequest: item.defaultRequest ?? {} };
  for (const [field, amounts] of Object.entries({ max, min, ...defaults, maxLimitRequestRatio }))
    for (const name of Object.keys(amounts)) {
      const problem = isOfPods ? resourceNameProblem(name) : anyResourceNameProblem(name);
      to.problem(path.field(field).key(name), problem);
    }
}

function validateNoDefaults(item: Decoded<LimitRangeItem>, path: FieldPath, to: Complaints): void {
  for (const field of ["default", "defaultRequest"] as const)
    if (Object.keys(item[field] ?? {}).length > 0)
      to.forbidden(path.field(field), "defaults are for containers", "type: Container");
}
