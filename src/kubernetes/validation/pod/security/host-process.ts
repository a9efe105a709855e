import type { PodSpec } from "../../../types/core.ts";
import type { Complaints } from "../../complaints.ts";
import type { Decoded } from "../../decoded.ts";
import type { FieldPath } from "../../field-path.ts";
import { eachContainer } from "../each-container.ts";

/**
 * Containers of Windows that run on the node itself: all of a pod's, or none, and on its network.
 *
 * @see k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateWindowsHostProcessPod
 */
export function validateHostProcess(spec: Decoded<PodSpec>, path: FieldPath, to: Complaints): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let count = 0;
  let onHost = 0;
  eachContainer(spec, path, ({ securityContext }, at) => {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own)
      to.invalid(
        at.field("securityContext", "windowsOptions", "hostProcess"),
        `must be ${ofPod} as the pod's own is`,
      );
    count++;
    if (own ?? ofPod) onHost++;
  });
  if (onHost === 0) return;
  if (onHost !== count)
    to.invalid(path, "some containers have hostProcess: true and others do not: all must, or none");
  if (!spec.hostNetwork)
    to.invalid(path.field("hostNetwork"), "must be true where containers have hostProcess: true");
}
