import type { JobSpec } from "../../types/batch.ts";
import type { Complaints } from "../complaints.ts";
import type { Decoded } from "../decoded.ts";
import type { FieldPath } from "../field-path.ts";
import { warnPodTemplate } from "../pod/warnings/index.ts";

const MANY_COMPLETIONS = 100_000;
const MUCH_PARALLELISM = 10_000;

/** @see k8s.io/kubernetes/pkg/api/job/warnings.go WarningsForJobSpec */
export function warnOfJobSpec(spec: Decoded<JobSpec>, path: FieldPath, to: Complaints): void {
  const { completionMode, completions = 0, parallelism = 0, template = {} } = spec;
  warnPodTemplate(template, path.field("template"), to);
  const isLarge = completions > MANY_COMPLETIONS && parallelism > MUCH_PARALLELISM;
  if (completionMode === "Indexed" && isLarge)
    to.warn(
      path,
      `with more than ${MANY_COMPLETIONS} completions and more than ${MUCH_PARALLELISM} pods at once, Kubernetes may lose track of the completed indexes when many fail`,
    );
}
