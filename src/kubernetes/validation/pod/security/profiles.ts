import { descendingPathProblem } from "../../../file-paths.ts";
import type { AppArmorProfile, SeccompProfile } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const TYPES = ["Localhost", "RuntimeDefault", "Unconfined"];
/** PATH_MAX of Linux, without the closing zero. */
const LONGEST_PATH = 4095;

/**
 * The seccomp profile of a pod or a container.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateSeccompProfileField
 */
export function validateSeccompProfile(
  profile: Decoded<SeccompProfile> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!profile) return;
  const { type = "", localhostProfile } = profile;
  validateType(type, path.field("type"), to);
  const at = path.field("localhostProfile");
  if (type !== "Localhost") {
    if (localhostProfile !== undefined) to.invalid(at, "goes with the type Localhost only");
  } else if (localhostProfile === undefined) {
    to.required(at, "the type Localhost needs the name of a profile");
  } else {
    to.problem(at, descendingPathProblem(localhostProfile));
  }
}

/**
 * The AppArmor profile of a pod or a container.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateAppArmorProfileField
 */
export function validateAppArmorProfile(
  profile: Decoded<AppArmorProfile> | undefined,
  path: FieldPath,
  to: Complaints,
): void {
  if (!profile) return;
  const { type = "", localhostProfile } = profile;
  validateType(type, path.field("type"), to);
  const at = path.field("localhostProfile");
  if (type === "Localhost") {
    if (localhostProfile === undefined || localhostProfile === "")
      to.required(at, "the type Localhost needs the name of a profile");
    else if (localhostProfile.trim() !== localhostProfile)
      to.invalid(at, "has white space at an end");
    if (Buffer.byteLength(localhostProfile ?? "") > LONGEST_PATH)
      to.tooLong(at, LONGEST_PATH, "bytes");
  } else if (TYPES.includes(type) && localhostProfile !== undefined) {
    to.invalid(at, "goes with the type Localhost only");
  }
}

function validateType(type: string, path: FieldPath, to: Complaints): void {
  if (type === "") to.required(path, `must be given: ${TYPES.join(", ")}`);
  else if (!TYPES.includes(type)) to.unsupported(path, type, TYPES);
}
