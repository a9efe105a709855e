import { descendingPathProblem } from "../../file-paths.ts";
import { quote } from "../../text.ts";
import type { PodSpec, Toleration } from "../../types/core.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { validateTolerations } from "../tolerations.ts";
import { eachContainer } from "./each-container.ts";
import {
  type Annotations,
  APP_ARMOR_OF_CONTAINER,
  SECCOMP_OF_CONTAINER,
  SECCOMP_OF_POD,
} from "./legacy-profiles.ts";

/** What the kubelet puts on the copies of pods that it has from files. */
export const MIRROR = "kubernetes.io/config.mirror";
const TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations";
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations */
export function validatePodAnnotations(
  annotations: Annotations,
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [key, value = ""] of Object.entries(annotations)) {
    if (key === MIRROR) {
      if ((spec.nodeName ?? "") === "")
        to.invalid(path.key(key), "a mirror pod must say its spec.nodeName");
    } else if (key === TOLERATIONS) {
      validateTolerationsText(value, path, to);
    } else if (key === DELETION_COST) {
      if (!isCost(value))
        to.invalid(path.key(key), `${quote(value)} is not a whole number of 32 bits`);
    } else if (key === SECCOMP_OF_POD || key.startsWith(SECCOMP_OF_CONTAINER)) {
      validateSeccompText(value, path.field(key), to);
    } else if (key.startsWith(APP_ARMOR_OF_CONTAINER)) {
      validateAppArmorText(key, value, spec, path.key(key), to);
    }
  }
}

function validateTolerationsText(text: string, path: FieldPath, to: Complaints): void {
  if (text === "") return;
  const tolerations = parseTolerations(text);
  if (tolerations) validateTolerations(tolerations, path.field(TOLERATIONS), to);
  else to.invalid(path, `${TOLERATIONS} is not a list of tolerations in JSON`);
}

function parseTolerations(text: string): readonly Decoded<Toleration>[] | undefined {
  try {
    const read: unknown = JSON.parse(text);
    if (read === null) return [];
    return Array.isArray(read) && read.every(isToleration) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isToleration(value: unknown): value is Decoded<Toleration> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { tolerationSeconds, ...texts } = value as Record<string, unknown>;
  const isSeconds = tolerationSeconds === undefined || Number.isInteger(tolerationSeconds);
  const names = ["key", "operator", "value", "effect"];
  return isSeconds && names.every((name) => ["string", "undefined"].includes(typeof texts[name]));
}

/** @see k8s.io/kubernetes/pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations */
function isCost(text: string): boolean {
  if (!/^(?:0|-[0-9]+|[1-9][0-9]*)$/.test(text)) return false;
  const cost = Number(text);
  return cost >= -(2 ** 31) && cost < 2 ** 31;
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateSeccompProfile */
function validateSeccompText(text: string, path: FieldPath, to: Complaints): void {
  if (["runtime/default", "docker/default", "unconfined"].includes(text)) return;
  if (text.startsWith("localhost/"))
    to.problem(path, descendingPathProblem(text.slice("localhost/".length)));
  else to.invalid(path, `${quote(text)} is not a profile`, "a seccompProfile in the spec");
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateAppArmorPodAnnotations */
function validateAppArmorText(
  key: string,
  text: string,
  spec: Decoded<PodSpec>,
  path: FieldPath,
  to: Complaints,
): void {
  const wanted = key.slice(APP_ARMOR_OF_CONTAINER.length);
  let isThere = false;
  eachContainer(spec, path, ({ name = "" }) => {
    isThere ||= name === wanted;
  });
  if (!isThere) to.invalid(path, `there is no container ${quote(wanted)}`);
  if (!["", "runtime/default", "unconfined"].includes(text) && !text.startsWith("localhost/"))
    to.invalid(path, `${quote(text)} is not a profile`, "an appArmorProfile in the spec");
}
