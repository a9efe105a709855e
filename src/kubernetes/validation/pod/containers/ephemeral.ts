import type { EphemeralContainer } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { notFound } from "../../not-found.ts";
import type { PodContext } from "../context.ts";
import { validateContainer } from "./container.ts";

/** What takes part in the work of a pod. */
const NOT_ALLOWED = [
  "ports",
  "resizePolicy",
  "restartPolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
] as const;

/**
 * They are added to pods that run, for debugging: a manifest cannot have any.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateEphemeralContainers, ValidatePodCreate, ValidatePodTemplateSpec
 */
export function validateEphemeralContainers(
  containers: readonly Decoded<EphemeralContainer>[],
  context: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  if (containers.length === 0) return;
  to.forbidden(path, "only a pod that runs can get one", "kubectl debug");
  const { spec } = context;
  const others = new Set(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name = "" }) => name),
  );
  const names = new Set(others);
  for (const [index, container] of containers.entries()) {
    const at = path.index(index);
    const { name = "", targetContainerName = "", volumeMounts = [] } = container;
    validateContainer(container, { ...context, isTemplate: false }, at, to);
    if (name !== "" && names.has(name)) to.duplicate(at.field("name"), name);
    names.add(name);
    if (targetContainerName !== "" && !others.has(targetContainerName))
      notFound("container", targetContainerName, others, at.field("targetContainerName"), to);
    for (const field of NOT_ALLOWED)
      if (container[field] !== undefined) forbid(at.field(field), to);
    if (Object.keys(container.resources ?? {}).length > 0) forbid(at.field("resources"), to);
    for (const [position, { subPath = "", subPathExpr = "" }] of volumeMounts.entries()) {
      const mount = at.field("volumeMounts").index(position);
      if (subPath !== "") forbid(mount.field("subPath"), to);
      if (subPathExpr !== "") forbid(mount.field("subPathExpr"), to);
    }
  }
}

function forbid(path: FieldPath, to: Complaints): void {
  to.forbidden(path, "an ephemeral container may not have this");
}
