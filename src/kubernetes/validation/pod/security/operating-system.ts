import type { PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { eachContainer } from "../each-container.ts";

const SYSTEMS = ["linux", "windows"];

/** What Windows does not have, in the order of the server. */
const LINUX_ONLY_OF_PODS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "fsGroup",
  "fsGroupChangePolicy",
  "runAsUser",
  "runAsGroup",
  "supplementalGroups",
  "supplementalGroupsPolicy",
  "seLinuxChangePolicy",
] as const;

const LINUX_ONLY_OF_CONTAINERS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
] as const;

/**
 * Nothing of the other operating system may be asked for.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateOS, validateLinux, validateWindows
 */
export function validateOperatingSystem(
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  if (!spec.os) return;
  const { name = "" } = spec.os;
  if (name === "") to.required(path.field("os", "name"), "must be given: linux or windows");
  else if (!SYSTEMS.includes(name)) to.unsupported(path.field("os"), name, SYSTEMS);
  else if (name === "linux") validateLinux(spec, path, to);
  else validateWindows(spec, path, to);
}

function validateLinux(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const refuse = (at: FieldPath) =>
    to.forbidden(at.field("securityContext", "windowsOptions"), "is for pods of Windows");
  if (spec.securityContext?.windowsOptions) refuse(path);
  eachContainer(spec, path, ({ securityContext }, at) => {
    if (securityContext?.windowsOptions) refuse(at);
  });
}

function validateWindows(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const why = "is not there on Windows";
  const { securityContext = {} } = spec;
  for (const name of LINUX_ONLY_OF_PODS)
    if (securityContext[name] !== undefined) to.forbidden(path.field("securityContext", name), why);
  if ((securityContext.sysctls ?? []).length > 0)
    to.forbidden(path.field("securityContext", "sysctls"), why);
  for (const name of ["hostUsers", "shareProcessNamespace"] as const)
    if (spec[name] !== undefined) to.forbidden(path.field(name), why);
  for (const name of ["hostPID", "hostIPC"] as const)
    if (spec[name]) to.forbidden(path.field(name), why);
  eachContainer(spec, path, ({ securityContext }, at) => {
    if (!securityContext) return;
    for (const name of LINUX_ONLY_OF_CONTAINERS)
      if (securityContext[name] !== undefined) to.forbidden(at.field("securityContext", name), why);
  });
}
