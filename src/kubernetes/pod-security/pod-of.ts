import type { ObjectMeta, PodSpec, PodTemplateSpec } from "../types/index.ts";
import type { Decoded } from "../validation/decoded.ts";
import { FieldPath } from "../validation/field-path.ts";

/** A pod, or what a workload makes its pods of. */
export interface PodOf {
  readonly spec: Decoded<PodSpec>;
  readonly metadata: Decoded<ObjectMeta>;
  /** Where both are. */
  readonly path: FieldPath;
  /** Pods alone are refused; of the others the server only warns. */
  readonly isPod: boolean;
}

/** Where the template is, by kind. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  PodTemplate: ["template"],
  ReplicationController: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/**
 * What the Pod Security Standards look at in an object with its defaults; undefined where there is
 * no pod in it.
 *
 * @see k8s.io/pod-security-admission/admission/admission.go ExtractPodSpec
 */
export function podOf(object: Readonly<Record<string, unknown>>): PodOf | undefined {
  const kind = String(object.kind);
  if (kind !== "Pod" && !Object.hasOwn(TEMPLATES, kind)) return undefined;
  const steps = TEMPLATES[kind] ?? [];
  const template = steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    object,
  ) as Decoded<PodTemplateSpec> | undefined;
  if (!template) return undefined;
  const path = steps.reduce((at, step) => at.field(step), FieldPath.root);
  const { spec = {}, metadata = {} } = template;
  return { spec, metadata, path, isPod: kind === "Pod" };
}
