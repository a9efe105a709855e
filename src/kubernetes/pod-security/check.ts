import type { Container, ObjectMeta, PodSpec } from "../types/index.ts";
import type { Decoded } from "../validation/decoded.ts";
import type { FieldPath } from "../validation/field-path.ts";
import { eachContainer } from "../validation/pod/each-container.ts";

/** A pod, or the template of one, with its defaults. */
export interface CheckedPod {
  readonly spec: Decoded<PodSpec>;
  readonly metadata: Decoded<ObjectMeta>;
  /** Where `spec` and `metadata` are. */
  readonly path: FieldPath;
  /** The minor of the policy's version. */
  readonly minor: number;
}

/** Says what a pod does that it may not: at a field, what, and what to write instead. */
export type Complain = (path: FieldPath, message: string, instead?: string) => void;

/** One rule of the Pod Security Standards. */
export interface Check {
  /** As k8s.io/pod-security-admission names it. */
  readonly id: string;
  readonly level: "baseline" | "restricted";
  /** The first minor whose policy has it. Default 0. */
  readonly since?: number;
  /** The check of the lower level in whose place it stands. */
  readonly replaces?: string;
  readonly run: (pod: CheckedPod, complain: Complain) => void;
}

/** Every container with its path. */
export function containersOf(
  { spec, path }: CheckedPod,
  visit: (container: Decoded<Container>, at: FieldPath) => void,
): void {
  eachContainer(spec, path.field("spec"), visit);
}

type Context = NonNullable<Decoded<Container | PodSpec>["securityContext"]>;

/** The security contexts of the pod and of its containers, those that are there. */
export function contextsOf(
  pod: CheckedPod,
  visit: (context: Context, at: FieldPath) => void,
): void {
  const { securityContext: ofPod } = pod.spec;
  if (ofPod) visit(ofPod, pod.path.field("spec", "securityContext"));
  containersOf(pod, ({ securityContext }, at) => {
    if (securityContext) visit(securityContext, at.field("securityContext"));
  });
}

/** The containers without a setting, which they would take from the pod where that has it. */
export function withoutSetting(
  pod: CheckedPod,
  isSet: (context: Context) => boolean,
): readonly string[] {
  if (pod.spec.securityContext && isSet(pod.spec.securityContext)) return [];
  const names: string[] = [];
  containersOf(pod, ({ name = "", securityContext }) => {
    if (!securityContext || !isSet(securityContext)) names.push(name);
  });
  return names;
}

export function isForWindows({ spec }: CheckedPod): boolean {
  return spec.os?.name === "windows";
}

/**
 * Where a pod has users of its own, root in it is nobody on the node.
 *
 * @see k8s.io/pod-security-admission/policy/helpers.go relaxPolicyForUserNamespacePod
 */
export function hasOwnUsers({ spec, minor }: CheckedPod): boolean {
  return minor >= 35 && spec.hostUsers === false;
}
