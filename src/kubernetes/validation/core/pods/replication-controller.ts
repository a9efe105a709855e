import { matchesLabels } from "../../../labels.ts";
import { quote } from "../../../text.ts";
import type { ReplicationController } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import { FieldPath } from "../../field-path.ts";
import { setFirstGeneration } from "../../first-generation.ts";
import { validateNoneNegative } from "../../not-negative.ts";
import { validatePodTemplate } from "../../pod/index.ts";
import { preparePodTemplate } from "../../pod/template.ts";
import { complainOfLabels } from "../../selected-template.ts";

const path = FieldPath.root.field("spec");

type Labels = Record<string, string>;
type Labelled = { metadata?: { labels?: Labels } };

/**
 * What it does not say of its labels it takes from the template.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController
 */
export function prepareReplicationController(object: Record<string, unknown>, minor: number): void {
  delete object.status;
  setFirstGeneration(object);
  const { metadata, spec } = object as Labelled & {
    spec?: { selector?: Labels; template?: Labelled };
  };
  const labels = spec?.template?.metadata?.labels;
  if (spec && labels && Object.keys(spec.selector ?? {}).length === 0) spec.selector = labels;
  if (metadata && labels && Object.keys(metadata.labels ?? {}).length === 0)
    metadata.labels = labels;
  preparePodTemplate(spec?.template, minor);
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec */
export function validateReplicationController(
  { spec = {} }: Decoded<ReplicationController>,
  to: Complaints,
): void {
  const { selector = {}, template } = spec;
  validateNoneNegative(spec, ["minReadySeconds", "replicas"], path, to);
  const isEmpty = Object.keys(selector).length === 0;
  if (isEmpty) to.required(path.field("selector"), "must select the pods of the template");
  const at = path.field("template");
  if (!template) {
    to.required(at);
    return;
  }
  const labels = (template.metadata?.labels ?? {}) as Labels;
  if (!isEmpty && !matchesLabels(selector as Labels, labels)) complainOfLabels(at, to);
  validatePodTemplate(template, at, to);
  const { restartPolicy = "Always", activeDeadlineSeconds } = template.spec ?? {};
  if (restartPolicy !== "Always")
    to.add(
      "unsupported",
      at.field("spec", "restartPolicy"),
      `${quote(restartPolicy)} is not Always`,
    );
  if (activeDeadlineSeconds !== undefined)
    to.forbidden(at.field("spec", "activeDeadlineSeconds"), "is not for pods that are replaced");
}
