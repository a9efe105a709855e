import type { PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateId } from "./ids.ts";
import { validateAppArmorProfile, validateSeccompProfile } from "./profiles.ts";
import { validateSysctls } from "./sysctls.ts";
import { validateWindowsOptions } from "./windows-options.ts";

/** The texts that a field may be; SELinux mounts are behind a gate that is off. */
const CHOICES = {
  fsGroupChangePolicy: ["Always", "OnRootMismatch"],
  supplementalGroupsPolicy: ["Merge", "Strict"],
  seLinuxChangePolicy: ["Recursive"],
} as const;

/**
 * The security context of a whole pod.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodSpecSecurityContext
 */
export function validatePodSecurityContext(
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const { securityContext: context = {} } = spec;
  const { supplementalGroups = [] } = context;
  for (const name of ["fsGroup", "runAsUser", "runAsGroup"] as const)
    validateId(context[name], path.field(name), to);
  for (const [index, id] of supplementalGroups.entries())
    validateId(id, path.field("supplementalGroups").index(index), to);
  if (spec.shareProcessNamespace && spec.hostPID)
    to.invalid(path.field("shareProcessNamespace"), "excludes hostPID", "keep one of the two");
  validateSysctls(spec, path.field("sysctls"), to);
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = context[name as keyof typeof CHOICES];
    if (value !== undefined && !(choices as readonly string[]).includes(value))
      to.unsupported(path.field(name), value, choices);
  }
  validateSeccompProfile(context.seccompProfile, path.field("seccompProfile"), to);
  validateWindowsOptions(context.windowsOptions, path.field("windowsOptions"), to);
  validateAppArmorProfile(context.appArmorProfile, path.field("appArmorProfile"), to);
}
