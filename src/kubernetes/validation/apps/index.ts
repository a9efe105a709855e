import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
} from "../../types/apps.ts";
import type { PodTemplateSpec } from "../../types/core.ts";
import type { ObjectMeta } from "../../types/meta.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import { FieldPath } from "../field-path.ts";
import { setFirstGeneration } from "../first-generation.ts";
import { type GroupRules, rulesFor } from "../kind-rules.ts";
import { preparePodTemplate } from "../pod/template.ts";
import { warnPodTemplate } from "../pod/warnings/index.ts";
import { warnOfPodNames } from "../pod-name-warning.ts";
import {
  validateControllerRevision,
  validateControllerRevisionUpdate,
} from "./controller-revision.ts";
import { validateDaemonSet, validateDaemonSetUpdate } from "./daemon-set.ts";
import { validateDeployment, validateDeploymentUpdate } from "./deployment.ts";
import { validateReplicaSet, validateReplicaSetUpdate } from "./replica-set.ts";
import { dropMaxUnavailable, validateStatefulSet, warnOfStatefulSet } from "./stateful-set.ts";
import { validateStatefulSetUpdate } from "./stateful-set-update.ts";

const topic = "invalid-workload";
const path = FieldPath.root.field("spec", "template");

interface Templated {
  readonly metadata?: Decoded<ObjectMeta> | undefined;
  readonly spec?: { readonly template?: Decoded<PodTemplateSpec> | undefined } | undefined;
}

function prepare(object: Record<string, unknown>, minor: number): void {
  setFirstGeneration(object);
  preparePodTemplate((object as Templated).spec?.template, minor);
}

function warnOfTemplate({ spec = {} }: Templated, to: Complaints): void {
  warnPodTemplate(spec.template ?? {}, path, to);
}

function warnOfNamesToo(object: Templated, to: Complaints): void {
  warnOfPodNames(object.metadata, to);
  warnOfTemplate(object, to);
}

export const rules: GroupRules = {
  Deployment: rulesFor<Decoded<Deployment>>({
    topic,
    prepare,
    validate: validateDeployment,
    validateUpdate: validateDeploymentUpdate,
    warn: warnOfNamesToo,
  }),
  ReplicaSet: rulesFor<Decoded<ReplicaSet>>({
    topic,
    prepare,
    validate: validateReplicaSet,
    validateUpdate: validateReplicaSetUpdate,
    warn: warnOfNamesToo,
  }),
  DaemonSet: rulesFor<Decoded<DaemonSet>>({
    topic,
    prepare,
    validate: validateDaemonSet,
    validateUpdate: validateDaemonSetUpdate,
    warn: warnOfTemplate,
  }),
  StatefulSet: rulesFor<Decoded<StatefulSet>>({
    topic,
    prepare: (object, minor) => {
      dropMaxUnavailable(object as unknown as StatefulSet);
      prepare(object, minor);
    },
    validate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    warn: (object, to) => {
      warnOfTemplate(object, to);
      warnOfStatefulSet(object, to);
    },
  }),
  ControllerRevision: rulesFor<Decoded<ControllerRevision>>({
    topic,
    validate: validateControllerRevision,
    validateUpdate: validateControllerRevisionUpdate,
  }),
};
