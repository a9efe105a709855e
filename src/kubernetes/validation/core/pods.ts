import type { ObjectReference, Pod, PodTemplate, ReplicationController } from "../../types/core.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { validatePodTemplate } from "../pod/index.ts";
import { preparePod, validatePod } from "../pod/pod.ts";
import { preparePodTemplate } from "../pod/template.ts";
import { validatePodUpdate } from "../pod/update.ts";
import { warnPodSpec, warnPodTemplate } from "../pod/warnings/index.ts";
import { warnOfPodNames } from "../pod-name-warning.ts";
import {
  prepareReplicationController,
  validateReplicationController,
} from "./pods/replication-controller.ts";

const target = FieldPath.root.field("target");
const template = FieldPath.root.field("template");

export const rules: GroupRules = {
  Pod: rulesFor<Decoded<Pod>>({
    topic: "invalid-pod",
    prepare: preparePod,
    validate: validatePod,
    validateUpdate: validatePodUpdate,
    warn({ metadata = {}, spec = {} }, to) {
      warnOfPodNames(metadata, to);
      const annotations = metadata.annotations ?? {};
      warnPodSpec(spec, annotations, FieldPath.root, to, { isTemplate: false });
    },
  }),
  PodTemplate: rulesFor<Decoded<PodTemplate>>({
    topic: "invalid-pod",
    prepare(object, minor) {
      setFirstGeneration(object);
      preparePodTemplate(object.template, minor);
    },
    validate: (object, to) => validatePodTemplate(object.template ?? {}, template, to),
    warn: (object, to) => warnPodTemplate(object.template ?? {}, template, to),
  }),
  ReplicationController: rulesFor<Decoded<ReplicationController>>({
    topic: "invalid-workload",
    prepare: prepareReplicationController,
    validate: validateReplicationController,
    warn({ metadata, spec }, to) {
      warnOfPodNames(metadata, to);
      const at = FieldPath.root.field("spec", "template");
      if (spec?.template) warnPodTemplate(spec.template, at, to);
    },
  }),
  Binding: rulesFor<Decoded<{ target?: ObjectReference }>>({
    topic: "invalid-pod",
    /** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodBinding */
    validate({ target: { kind = "", name = "" } = {} }, to) {
      if (kind !== "" && kind !== "Node") to.unsupported(target.field("kind"), kind, ["Node"]);
      if (name === "") to.required(target.field("name"), "must name the node");
    },
  }),
};
