import { dns1123SubdomainProblem, pathSegmentNameProblem } from "../../names.ts";
import type {
  MutatingAdmissionPolicyBinding,
  ParamRef,
  ValidatingAdmissionPolicyBinding,
} from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateLabelSelector } from "../label-selector.ts";
import { validateChoice, validateMatchResources } from "./match-rules.ts";
import { validateMutable } from "./mutating-policy.ts";

const ACTIONS = ["Audit", "Deny", "Warn"];
const NOT_FOUND_ACTIONS = ["Allow", "Deny"];

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateValidatingAdmissionPolicyBindingSpec */
export function validateValidatingBinding(
  { spec = {} }: Decoded<ValidatingAdmissionPolicyBinding>,
  to: Complaints,
): void {
  validateBinding(spec, to);
  validateActions(spec.validationActions ?? [], to);
}

/** @see validateMutatingAdmissionPolicyBindingSpec */
export function validateMutatingBinding(
  { spec = {} }: Decoded<MutatingAdmissionPolicyBinding>,
  to: Complaints,
): void {
  validateBinding(spec, to);
  validateMutable(spec.matchResources, path.field("matchResources"), to);
}

function validateBinding(
  spec: NonNullable<Decoded<MutatingAdmissionPolicyBinding>["spec"]>,
  to: Complaints,
): void {
  const { policyName = "", paramRef, matchResources } = spec;
  if (policyName === "") to.required(path.field("policyName"));
  else to.problem(path.field("policyName"), dns1123SubdomainProblem(policyName));
  if (paramRef) validateParamRef(paramRef, path.field("paramRef"), to);
  // Misspelt by the server of 1.31.
  const field = to.minor < 32 ? "matchResouces" : "matchResources";
  if (matchResources) validateMatchResources(matchResources, path.field(field), to);
}

function validateParamRef(ref: Decoded<ParamRef>, at: FieldPath, to: Complaints): void {
  const { name = "", selector, parameterNotFoundAction: action = "" } = ref;
  if (name !== "") to.problem(at.field("name"), pathSegmentNameProblem(name));
  validateLabelSelector(selector, at.field("selector"), to);
  if (name !== "" && selector)
    for (const field of ["name", "selector"])
      to.forbidden(at.field(field), "a name and a selector exclude each other");
  if (name === "" && !selector) to.required(at, "must have a name or a selector");
  if (action === "") to.required(at.field("parameterNotFoundAction"), "must be Allow or Deny");
  else validateChoice(action, NOT_FOUND_ACTIONS, at.field("parameterNotFoundAction"), to);
}

function validateActions(actions: readonly string[], to: Complaints): void {
  const list = path.field("validationActions");
  const seen = new Set<string>();
  for (const [index, action] of actions.entries()) {
    validateChoice(action, ACTIONS, list.index(index), to);
    if (seen.has(action)) to.duplicate(list.index(index), action);
    seen.add(action);
  }
  if (seen.has("Deny") && seen.has("Warn"))
    to.invalid(list, "has Deny and Warn: who is refused needs no warning", "keep one of the two");
  if (seen.size === 0) to.required(list, "must name at least one action");
}
