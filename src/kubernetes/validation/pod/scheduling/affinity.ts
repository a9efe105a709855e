import { dns1123LabelProblem, labelKeyProblem } from "../../../names.ts";
import type {
  Affinity,
  NodeAffinity,
  PodAffinity,
  PodAffinityTerm,
  PodAntiAffinity,
} from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateLabelSelector } from "../../label-selector.ts";
import { validateNodeSelector, validateNodeSelectorTerm } from "../../node-selector.ts";
import { validateMatchLabelKeys } from "./match-label-keys.ts";

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateAffinity */
export function validateAffinity(
  { nodeAffinity, podAffinity, podAntiAffinity }: Decoded<Affinity>,
  path: FieldPath,
  to: Complaints,
): void {
  if (nodeAffinity) validateNodeAffinity(nodeAffinity, path.field("nodeAffinity"), to);
  if (podAffinity) validatePodAffinity(podAffinity, path.field("podAffinity"), to);
  if (podAntiAffinity) validatePodAffinity(podAntiAffinity, path.field("podAntiAffinity"), to);
}

function validateNodeAffinity(
  affinity: Decoded<NodeAffinity>,
  path: FieldPath,
  to: Complaints,
): void {
  const required = affinity[REQUIRED];
  if (required) validateNodeSelector(required, path.field(REQUIRED), to);
  for (const [index, { weight, preference = {} }] of (affinity[PREFERRED] ?? []).entries()) {
    const at = path.field(PREFERRED).index(index);
    validateWeight(weight, at, to);
    validateNodeSelectorTerm(preference, at.field("preference"), to, { anyValue: true });
  }
}

function validatePodAffinity(
  affinity: Decoded<PodAffinity | PodAntiAffinity>,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, term] of (affinity[REQUIRED] ?? []).entries())
    validatePodAffinityTerm(term, path.field(REQUIRED).index(index), to);
  for (const [index, { weight, podAffinityTerm = {} }] of (affinity[PREFERRED] ?? []).entries()) {
    const at = path.field(PREFERRED).index(index);
    validateWeight(weight, at, to);
    validatePodAffinityTerm(podAffinityTerm, at.field("podAffinityTerm"), to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodAffinityTerm */
function validatePodAffinityTerm(
  term: Decoded<PodAffinityTerm>,
  path: FieldPath,
  to: Complaints,
): void {
  validateLabelSelector(term.labelSelector, path.field("labelSelector"), to);
  validateLabelSelector(term.namespaceSelector, path.field("namespaceSelector"), to);
  // The server names the field in the singular, and no position.
  for (const name of term.namespaces ?? [])
    to.problem(path.field("namespace"), dns1123LabelProblem(name));
  validateMatchLabelKeys(term, path, to);
  const { topologyKey = "" } = term;
  const at = path.field("topologyKey");
  if (topologyKey === "") to.required(at, "must be given", "such as kubernetes.io/hostname");
  else to.problem(at, labelKeyProblem(topologyKey));
}

function validateWeight(weight = 0, path: FieldPath, to: Complaints): void {
  if (weight <= 0 || weight > 100)
    to.invalid(path.field("weight"), `${weight} is not a weight: write 1 to 100`);
}
