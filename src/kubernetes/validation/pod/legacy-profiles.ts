import { quote } from "../../text.ts";
import type { AppArmorProfile, PodSpec, SeccompProfile } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { eachContainer } from "./each-container.ts";

/** Annotations in which profiles were written before there were fields for them. */
export const SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
export const SECCOMP_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
export const APP_ARMOR_OF_CONTAINER = "container.apparmor.security.beta.kubernetes.io/";

export type Annotations = Readonly<Record<string, string | undefined>>;
type Profile = Decoded<SeccompProfile | AppArmorProfile>;

/**
 * What an annotation of AppArmor says, as a profile; undefined where that cannot be said.
 *
 * @see k8s.io/kubernetes/pkg/api/pod/util.go ApparmorFieldForAnnotation
 */
export function appArmorProfileOf(annotation: string): Decoded<AppArmorProfile> | undefined {
  if (annotation === "unconfined") return { type: "Unconfined" };
  if (annotation === "runtime/default") return { type: "RuntimeDefault" };
  const localhostProfile = annotation.slice("localhost/".length);
  if (!annotation.startsWith("localhost/") || localhostProfile === "") return undefined;
  return { type: "Localhost", localhostProfile };
}

/** Whether two profiles of AppArmor are the same. */
export function isSameProfile(one: Profile | undefined, other: Profile | undefined): boolean {
  return one?.type === other?.type && one?.localhostProfile === other?.localhostProfile;
}

/**
 * Where both an annotation and a field are there they must say the same.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateSeccompAnnotationsAndFields
 */
export function validateSeccompAnnotations(
  annotations: Annotations,
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const compare = (key: string, profile: Profile | undefined, at: FieldPath) => {
    const annotation = annotations[key];
    if (annotation === undefined || !profile) return;
    validateSame(annotation, profile, at.field("securityContext", "seccompProfile"), to);
  };
  compare(SECCOMP_OF_POD, spec.securityContext?.seccompProfile, path);
  eachContainer(spec, path, ({ name = "", securityContext }, at) =>
    compare(SECCOMP_OF_CONTAINER + name, securityContext?.seccompProfile, at),
  );
}

/**
 * The same for AppArmor. In a pod, not in a template, the server makes a field of an annotation
 * that stands alone.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateAppArmorAnnotationsAndFieldsMatchOnCreate
 * @see k8s.io/kubernetes/pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew
 */
export function validateAppArmorAnnotations(
  annotations: Annotations,
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
  isTemplate: boolean,
): void {
  if (spec.os?.name === "windows") return;
  eachContainer(spec, path, ({ name = "", securityContext }, at) => {
    const annotation = annotations[APP_ARMOR_OF_CONTAINER + name];
    if (annotation === undefined) return;
    const own = securityContext?.appArmorProfile;
    const profile = own ?? spec.securityContext?.appArmorProfile;
    if (!profile || (!isTemplate && !own && isUsableAppArmor(annotation))) return;
    validateSame(annotation, profile, at.field("securityContext", "appArmorProfile"), to);
  });
}

/** Whether the server can make a field of it. */
export function isUsableAppArmor(annotation: string): boolean {
  const { type, localhostProfile = "" } = appArmorProfileOf(annotation) ?? {};
  if (type === undefined) return false;
  return (
    localhostProfile.trim() === localhostProfile && Buffer.byteLength(localhostProfile) <= 4095
  );
}

const NAMES: Readonly<Record<string, readonly string[]>> = {
  Unconfined: ["unconfined"],
  RuntimeDefault: ["runtime/default", "docker/default"],
};

function validateSame(annotation: string, profile: Profile, path: FieldPath, to: Complaints): void {
  const { type = "", localhostProfile } = profile;
  const why = `is not what the annotation says, which is ${quote(annotation)}`;
  if (type === "Localhost") {
    if (!annotation.startsWith("localhost/")) to.forbidden(path.field("type"), why);
    else if (annotation !== `localhost/${localhostProfile}`)
      to.forbidden(path.field("localhostProfile"), why);
  } else if (NAMES[type]?.includes(annotation) === false) {
    to.forbidden(path.field("type"), why);
  }
}
