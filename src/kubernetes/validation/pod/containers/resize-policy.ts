import type { ContainerResizePolicy } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";

const RESOURCES = ["cpu", "memory"];
const POLICIES = ["NotRequired", "RestartContainer"];

/** @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateResizePolicy */
export function validateResizePolicy(
  policies: readonly Decoded<ContainerResizePolicy>[],
  restartPolicyOfPod: string,
  path: FieldPath,
  to: Complaints,
): void {
  const resources = new Set<string>();
  for (const [index, { resourceName = "", restartPolicy = "" }] of policies.entries()) {
    const at = path.index(index);
    if (resources.has(resourceName)) to.duplicate(at, resourceName);
    resources.add(resourceName);
    if (resourceName === "") to.required(at, "each item needs a resourceName");
    else if (!RESOURCES.includes(resourceName)) to.unsupported(at, resourceName, RESOURCES);
    if (restartPolicy === "") to.required(at, "each item needs a restartPolicy");
    else if (!POLICIES.includes(restartPolicy)) to.unsupported(at, restartPolicy, POLICIES);
    if (restartPolicyOfPod === "Never" && restartPolicy !== "NotRequired")
      to.invalid(at, "a pod with the restartPolicy Never restarts none", "NotRequired");
  }
}
