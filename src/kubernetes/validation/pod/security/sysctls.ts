import { quote } from "../../../text.ts";
import type { PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const NAME = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const LONGEST = 253;

const OF_IPC = new Set(
  ["sem", "shm", "shmall", "shmmax", "shmmni", "shm_rmid_forced", "msg", "msgmax", "msgmnb"]
    .concat("msgmni")
    .map((name) => `kernel.${name}`),
);

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateSysctls */
export function validateSysctls(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const seen = new Set<string>();
  for (const [index, { name = "" }] of (spec.securityContext?.sysctls ?? []).entries()) {
    const at = path.index(index).field("name");
    if (name === "") to.required(at);
    else if (name.length > LONGEST || !NAME.test(name))
      to.invalid(at, `${quote(name)} is not the name of a sysctl`, "such as net.core.somaxconn");
    else if (seen.has(name)) to.duplicate(at, name);
    seen.add(name);
    const plain = withDots(name);
    if (spec.hostNetwork && plain.startsWith("net."))
      to.invalid(at, "is the node's own with hostNetwork, and may not be set by a pod");
    else if (spec.hostIPC && (OF_IPC.has(plain) || plain.startsWith("fs.mqueue.")))
      to.invalid(at, "is the node's own with hostIPC, and may not be set by a pod");
  }
}

/**
 * A name may be written with slashes in place of dots, as a path: dots then mean dots in a name.
 *
 * @see k8s.io/component-helpers/node/util/sysctl NormalizeName
 */
export function withDots(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  if (first !== "/") return name;
  return name.replace(/[./]/g, (sign) => (sign === "/" ? "." : "/"));
}
