import {
  dns1123LabelProblem,
  dns1123SubdomainProblem,
  pathSegmentNameProblem,
} from "../../names.ts";
import type { Complaints } from "../complaints.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateSchedulingPolicy } from "./scheduling-policy.ts";
import type { PodGroupTemplate, Workload, WorkloadSpec } from "./types.ts";

const path = FieldPath.root.field("spec");
const MOST_GROUPS = 8;

/**
 * A Workload of either alpha version: v1alpha1 (1.35) calls the templates `podGroups`.
 *
 * @see k8s.io/kubernetes/pkg/apis/scheduling/v1alpha2/zz_generated.validations.go Validate_WorkloadSpec
 */
export function validateWorkload({ spec = {} }: Workload, to: Complaints): void {
  if (spec.controllerRef) validateControllerRef(spec.controllerRef, to);
  const [groups, field] = groupsOf(spec, to.minor);
  const at = path.field(field);
  if (groups.length === 0) to.required(at, "must have at least one item");
  else if (groups.length > MOST_GROUPS) to.tooMany(at, groups.length, MOST_GROUPS);
  else validateGroups(groups, at, to);
}

function validateGroups(
  groups: readonly PodGroupTemplate[],
  path: FieldPath,
  to: Complaints,
): void {
  const isGenerated = to.minor >= 36;
  const seen = new Set<string>();
  for (const [index, { name = "", schedulingPolicy, policy }] of groups.entries()) {
    const at = path.index(index);
    if (seen.has(name)) to.duplicate(isGenerated ? at : at.field("name"), name);
    seen.add(name);
    if (name === "" && isGenerated) to.required(at.field("name"));
    else {
      const problemOf = isGenerated ? dns1123LabelProblem : dns1123SubdomainProblem;
      to.problem(at.field("name"), problemOf(name));
    }
    const field = isGenerated ? "schedulingPolicy" : "policy";
    validateSchedulingPolicy(schedulingPolicy ?? policy ?? {}, at.field(field), to);
  }
}

function groupsOf(
  { podGroupTemplates = [], podGroups = [] }: WorkloadSpec,
  minor: number,
): [groups: readonly PodGroupTemplate[], field: string] {
  return minor < 36 ? [podGroups, "podGroups"] : [podGroupTemplates, "podGroupTemplates"];
}

function validateControllerRef(
  { apiGroup = "", kind = "", name = "" }: NonNullable<WorkloadSpec["controllerRef"]>,
  to: Complaints,
): void {
  const at = path.field("controllerRef");
  if (apiGroup !== "") to.problem(at.field("apiGroup"), dns1123SubdomainProblem(apiGroup));
  for (const [field, value] of Object.entries({ kind, name })) {
    if (value === "") to.required(at.field(field));
    else to.problem(at.field(field), pathSegmentNameProblem(value));
  }
}

/** @see k8s.io/kubernetes/pkg/apis/scheduling/v1alpha2/zz_generated.validations.go Validate_WorkloadSpec */
export function validateWorkloadUpdate(
  { spec = {} }: Workload,
  { spec: old = {} }: Workload,
  to: Complaints,
): void {
  // In 1.35 the reference could still be added, and these two paths lacked their "spec".
  const base = to.minor < 36 ? FieldPath.root : path;
  if (to.minor >= 36 || old.controllerRef)
    validateImmutable(spec.controllerRef, old.controllerRef, base.field("controllerRef"), to);
  const [groups, field] = groupsOf(spec, to.minor);
  validateImmutable(groups, groupsOf(old, to.minor)[0], base.field(field), to);
}
