import type { SecurityContext } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateId } from "../security/ids.ts";
import { validateAppArmorProfile, validateSeccompProfile } from "../security/profiles.ts";
import { validateWindowsOptions } from "../security/windows-options.ts";

const PROC_MOUNTS = ["Default", "Unmasked"];

/**
 * @param hostUsers whether the pod uses the node's users
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSecurityContext
 */
export function validateSecurityContext(
  context: Decoded<SecurityContext>,
  hostUsers: boolean,
  path: FieldPath,
  to: Complaints,
): void {
  const { procMount, privileged, allowPrivilegeEscalation, capabilities } = context;
  validateId(context.runAsUser, path.field("runAsUser"), to);
  validateId(context.runAsGroup, path.field("runAsGroup"), to);
  if (procMount !== undefined) {
    const at = path.field("procMount");
    if (!PROC_MOUNTS.includes(procMount)) to.unsupported(at, procMount, PROC_MOUNTS);
    else if (hostUsers && procMount === "Unmasked")
      to.invalid(at, "Unmasked goes with the pod's hostUsers: false only");
  }
  if (allowPrivilegeEscalation === false) {
    const what = "allowPrivilegeEscalation: false is not possible with";
    if (privileged) to.invalid(path, `${what} privileged: true`);
    if (capabilities?.add?.includes("CAP_SYS_ADMIN"))
      to.invalid(path, `${what} the capability CAP_SYS_ADMIN`);
  }
  validateSeccompProfile(context.seccompProfile, path.field("seccompProfile"), to);
  validateAppArmorProfile(context.appArmorProfile, path.field("appArmorProfile"), to);
  validateWindowsOptions(context.windowsOptions, path.field("windowsOptions"), to);
}
