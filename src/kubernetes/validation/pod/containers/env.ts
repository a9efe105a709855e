import { dns1123SubdomainProblem, envNameProblem, maskTrailingHyphen } from "../../../names.ts";
import type { EnvFromSource, EnvVar } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import type { PodContext } from "../context.ts";
import { validateEnvSource } from "./env-source.ts";

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEnv */
export function validateEnv(
  variables: readonly Decoded<EnvVar>[],
  context: PodContext,
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, { name = "", value = "", valueFrom }] of variables.entries()) {
    const problem = name === "" ? undefined : envNameProblem(name, to.minor);
    if (name === "") to.required(path.index(index).field("name"));
    else if (problem !== undefined) to.invalid(path.index(index).field("name"), problem);
    if (valueFrom)
      validateEnvSource(valueFrom, value !== "", context, path.index(index).field("valueFrom"), to);
  }
}

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateEnvFrom */
export function validateEnvFrom(
  sources: readonly Decoded<EnvFromSource>[],
  path: FieldPath,
  to: Complaints,
): void {
  for (const [index, { prefix = "", configMapRef, secretRef }] of sources.entries()) {
    const at = path.index(index);
    if (prefix !== "") to.problem(at.field("prefix"), envNameProblem(prefix, to.minor));
    if (configMapRef) validateName(configMapRef.name ?? "", at.field("configMapRef", "name"), to);
    if (secretRef) validateName(secretRef.name ?? "", at.field("secretRef", "name"), to);
    if (!configMapRef && !secretRef) to.invalid(at, "names no source", "configMapRef or secretRef");
    else if (configMapRef && secretRef)
      to.invalid(at, "has two sources: configMapRef and secretRef", "one list item for each");
  }
}

/** The server takes a hyphen at the end here. */
function validateName(name: string, path: FieldPath, to: Complaints): void {
  if (name === "") to.required(path);
  else to.problem(path, dns1123SubdomainProblem(maskTrailingHyphen(name)));
}
