import { jsonPatchList, objectPatch } from "../../admission-policy/environment.ts";
import { bool, type CelType } from "../../cel/index.ts";
import type {
  MatchResources,
  MutatingAdmissionPolicy,
  Mutation,
} from "../../types/admissionregistration.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { validateExpression, validateMatchConditions } from "./expressions.ts";
import { FAILURE_POLICIES, validateChoice } from "./match-rules.ts";
import { validateConstraints, validateParamKind, validateVariables } from "./policy-parts.ts";

const REINVOCATIONS = ["IfNeeded", "Never"];
const OPERATIONS = ["*", "CONNECT", "CREATE", "UPDATE"];
const PATCH_TYPES = ["ApplyConfiguration", "JSONPatch"];

const path = FieldPath.root.field("spec");

/** @see k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go validateMutatingAdmissionPolicySpec */
export function validateMutatingPolicy(
  { spec = {} }: Decoded<MutatingAdmissionPolicy>,
  to: Complaints,
): void {
  const { paramKind, matchConstraints, mutations = [], reinvocationPolicy = "" } = spec;
  const params = paramKind !== undefined;
  validateChoice(spec.failurePolicy, FAILURE_POLICIES, path.field("failurePolicy"), to);
  if (paramKind) validateParamKind(paramKind, path.field("paramKind"), to);
  validateConstraints(matchConstraints, path.field("matchConstraints"), to);
  validateMutable(matchConstraints, path.field("matchConstraints"), to);
  const conditions = spec.matchConditions ?? [];
  validateMatchConditions(conditions, { params, bool }, path.field("matchConditions"), to);
  const variables = validateVariables(spec.variables ?? [], params, path.field("variables"), to);
  if (mutations.length === 0) to.required(path.field("mutations"), "must have at least one");
  for (const [index, mutation] of mutations.entries())
    validateMutation(mutation, { params, variables }, path.field("mutations").index(index), to);
  if (reinvocationPolicy === "") to.required(path.field("reinvocationPolicy"));
  else validateChoice(reinvocationPolicy, REINVOCATIONS, path.field("reinvocationPolicy"), to);
}

/** What is deleted cannot be changed. The server names the list of operations without a position. */
export function validateMutable(
  match: Decoded<MatchResources> | undefined,
  at: FieldPath,
  to: Complaints,
): void {
  for (const { operations = [] } of match?.resourceRules ?? [])
    for (const operation of operations)
      validateChoice(operation, OPERATIONS, at.field("resourceRules", "operations"), to);
}

interface Scope {
  readonly params: boolean;
  readonly variables: ReadonlyMap<string, CelType>;
}

function validateMutation(
  mutation: Decoded<Mutation>,
  scope: Scope,
  at: FieldPath,
  to: Complaints,
): void {
  const { patchType = "" } = mutation;
  if (patchType === "") {
    to.required(at.field("patchType"));
    return;
  }
  validateChoice(patchType, PATCH_TYPES, at.field("patchType"), to);
  if (!PATCH_TYPES.includes(patchType)) return;
  const isJson = patchType === "JSONPatch";
  const [own, other] = isJson
    ? (["jsonPatch", "applyConfiguration"] as const)
    : (["applyConfiguration", "jsonPatch"] as const);
  if (mutation[own] === undefined) to.required(at.field(own), `belongs to ${patchType}`);
  else {
    const text = (mutation[own]?.expression ?? "").trim();
    const given = { minor: to.minor, authorizer: true, patches: true, ...scope };
    const result = isJson ? jsonPatchList : objectPatch;
    const field = at.field(own, "expression");
    if (text === "") to.required(field);
    else validateExpression(text, given, [result], field, to);
  }
  if (mutation[other] !== undefined)
    to.invalid(at.field(other), `does not go with ${patchType}`, "leave it out");
}
