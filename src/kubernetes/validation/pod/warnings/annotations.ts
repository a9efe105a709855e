import type { PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { eachContainer } from "../each-container.ts";
import {
  type Annotations,
  APP_ARMOR_OF_CONTAINER,
  appArmorProfileOf,
  isSameProfile,
  isUsableAppArmor,
  SECCOMP_OF_CONTAINER,
  SECCOMP_OF_POD,
} from "../legacy-profiles.ts";

const WITHOUT_EFFECT: ReadonlyMap<string, string> = new Map([
  ["scheduler.alpha.kubernetes.io/critical-pod", "priorityClassName"],
  ["security.alpha.kubernetes.io/sysctls", "securityContext.sysctls"],
  ["security.alpha.kubernetes.io/unsafe-sysctls", "securityContext.sysctls"],
]);

/** Warns of annotations in whose place there are fields. */
export function warnAnnotations(
  annotations: Annotations,
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
  isTemplate: boolean,
): void {
  if (Object.keys(annotations).length === 0) return;
  const warn = (key: string, instead: string) =>
    to.warn(path.key(key), `the annotation ${key} has no effect any more`, `the field ${instead}`);
  for (const [key, instead] of WITHOUT_EFFECT)
    if (annotations[key] !== undefined) warn(key, instead);
  const { seccompProfile } = spec.securityContext ?? {};
  if (annotations[SECCOMP_OF_POD] !== undefined && !seccompProfile)
    warn(SECCOMP_OF_POD, "seccompProfile");
  eachContainer(spec, path, ({ name = "", securityContext }) => {
    const seccomp = SECCOMP_OF_CONTAINER + name;
    if (annotations[seccomp] !== undefined && !securityContext?.seccompProfile)
      warn(seccomp, "seccompProfile");
    const key = APP_ARMOR_OF_CONTAINER + name;
    const annotation = annotations[key];
    if (annotation === undefined || securityContext?.appArmorProfile) return;
    if (isAppArmorWarned(annotation, spec, to.minor, isTemplate))
      to.warn(path.key(key), `the annotation ${key} is deprecated`, "the field appArmorProfile");
  });
}

/**
 * @see k8s.io/kubernetes/pkg/api/pod/warnings.go warningsForPodSpecAndMeta, for templates
 * @see k8s.io/kubernetes/pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew, for pods
 */
function isAppArmorWarned(
  annotation: string,
  spec: Decoded<PodSpec>,
  minor: number,
  isTemplate: boolean,
): boolean {
  const ofPod = spec.securityContext?.appArmorProfile;
  if (isTemplate && minor < 34) return !ofPod;
  if (!isTemplate && spec.os?.name === "windows") return false;
  if (!isTemplate && !isUsableAppArmor(annotation)) return true;
  return !ofPod || !isSameProfile(ofPod, appArmorProfileOf(annotation));
}
