import { dns1123LabelProblem, dns1123SubdomainProblem } from "../../names.ts";
import type { Complaints } from "../complaints.ts";
import { FieldPath } from "../field-path.ts";
import { validateImmutable } from "../immutable.ts";
import { validateSchedulingPolicy } from "./scheduling-policy.ts";
import type { PodGroup } from "./types.ts";

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/scheduling/v1alpha2/zz_generated.validations.go Validate_PodGroupSpec */
export function validatePodGroup({ spec = {} }: PodGroup, to: Complaints): void {
  validateSchedulingPolicy(spec.schedulingPolicy ?? {}, path.field("schedulingPolicy"), to);
  const { podGroupTemplateRef } = spec;
  if (!podGroupTemplateRef) return;
  const at = path.field("podGroupTemplateRef");
  if (!podGroupTemplateRef.workload) {
    to.invalid(at, "says nothing", "workload");
    return;
  }
  const { workloadName = "", podGroupTemplateName = "" } = podGroupTemplateRef.workload;
  const name = at.field("workload", "workloadName");
  if (workloadName === "") to.required(name);
  else to.problem(name, dns1123SubdomainProblem(workloadName));
  const template = at.field("workload", "podGroupTemplateName");
  if (podGroupTemplateName === "") to.required(template);
  else to.problem(template, dns1123LabelProblem(podGroupTemplateName));
}

/** @see k8s.io/kubernetes/pkg/apis/scheduling/v1alpha2/zz_generated.validations.go Validate_PodGroupSpec */
export function validatePodGroupUpdate(
  { spec = {} }: PodGroup,
  { spec: old = {} }: PodGroup,
  to: Complaints,
): void {
  for (const field of ["podGroupTemplateRef", "schedulingPolicy"] as const)
    validateImmutable(spec[field], old[field], path.field(field), to);
}
