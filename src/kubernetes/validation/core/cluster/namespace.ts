import { finalizerProblem } from "../../../names.ts";
import { podSecurityLabelProblems } from "../../../pod-security/namespace-labels.ts";
import type { Namespace } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";

const NAME = "kubernetes.io/metadata.name";

/**
 * The server sets a label of the namespace's own name, whatever stands there.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_Namespace
 */
export function prepareNamespace(object: Record<string, unknown>): void {
  const namespace = object as Partial<Namespace>;
  const { metadata } = namespace;
  if (metadata?.name) metadata.labels = { ...metadata.labels, [NAME]: metadata.name };
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateNamespace */
export function validateNamespace(namespace: Decoded<Namespace>, to: Complaints): void {
  const finalizers = FieldPath.root.field("spec", "finalizers");
  for (const [index, finalizer] of (namespace.spec?.finalizers ?? []).entries())
    to.problem(finalizers.index(index), finalizerProblem(finalizer));
  validateSecurityLabels(namespace.metadata?.labels ?? {}, to);
}

/**
 * Labels that say what pods may do here.
 *
 * @see k8s.io/pod-security-admission/api/helpers.go PolicyToEvaluate
 */
function validateSecurityLabels(labels: Decoded<{ [key: string]: string }>, to: Complaints): void {
  const path = FieldPath.root.field("metadata", "labels");
  for (const { label, message } of podSecurityLabelProblems(labels))
    to.invalid(path.key(label), message);
}
