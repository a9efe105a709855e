import { dns1123LabelProblem } from "../../../names.ts";
import { resourceNameProblem } from "../../../resource-amounts.ts";
import { hasOuterSpace, quote } from "../../../text.ts";
import type { Container } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { validateResourceRequirements } from "../../resource-requirements.ts";
import type { PodContext } from "../context.ts";
import { validateDevices } from "./devices.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { validateMounts } from "./mounts.ts";
import { validatePorts } from "./ports.ts";
import { validateResizePolicy } from "./resize-policy.ts";
import { validateSecurityContext } from "./security-context.ts";

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES = ["File", "FallbackToLogsOnError"];

/**
 * What all sorts of containers have in common. Policies that are left out have their defaults.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerCommon
 */
export function validateContainer(
  container: Decoded<Container>,
  context: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  const { name = "", terminationMessagePolicy = "", imagePullPolicy = "" } = container;
  if (name === "") to.required(path.field("name"));
  else {
    const problem = dns1123LabelProblem(name);
    if (problem !== undefined) to.invalid(path.field("name"), problem);
  }
  validateImage(container.image ?? "", context.isTemplate, path, to);
  if (terminationMessagePolicy !== "" && !MESSAGE_POLICIES.includes(terminationMessagePolicy))
    to.unsupported(
      path.field("terminationMessagePolicy"),
      terminationMessagePolicy,
      MESSAGE_POLICIES,
    );
  if (imagePullPolicy !== "" && !PULL_POLICIES.includes(imagePullPolicy))
    to.unsupported(path.field("imagePullPolicy"), imagePullPolicy, PULL_POLICIES);
  const { ports, env, envFrom, volumeMounts, volumeDevices } = container;
  const { resources, resizePolicy, securityContext } = container;
  const { spec, claims } = context;
  if (ports) validatePorts(ports, path.field("ports"), to);
  if (env) validateEnv(env, context, path.field("env"), to);
  if (envFrom) validateEnvFrom(envFrom, path.field("envFrom"), to);
  if (volumeMounts) validateMounts(container, context, path.field("volumeMounts"), to);
  if (volumeDevices) validateDevices(container, context, path.field("volumeDevices"), to);
  if (resources)
    validateResourceRequirements(
      resources,
      resourceNameProblem,
      claims,
      path.field("resources"),
      to,
    );
  if (resizePolicy)
    validateResizePolicy(resizePolicy, spec.restartPolicy ?? "", path.field("resizePolicy"), to);
  if (securityContext)
    validateSecurityContext(
      securityContext,
      spec.hostUsers ?? true,
      path.field("securityContext"),
      to,
    );
}

/**
 * The server takes any text; templates may even have spaces around it.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerOnlyForPod
 */
function validateImage(image: string, isTemplate: boolean, path: FieldPath, to: Complaints): void {
  if (image === "") to.required(path.field("image"));
  else if (!isTemplate && hasOuterSpace(image))
    to.invalid(path.field("image"), `${quote(image)} has white space at an end`);
}
