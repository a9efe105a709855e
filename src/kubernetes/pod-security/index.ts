import type { ObjectMeta, PodSpec } from "../types/index.ts";
import type { Decoded } from "../validation/decoded.ts";
import { FieldPath } from "../validation/field-path.ts";
import type { Check } from "./check.ts";
import { hostChecks } from "./checks/host.ts";
import { kernelChecks } from "./checks/kernel.ts";
import { privilegeChecks } from "./checks/privileges.ts";
import { profileChecks } from "./checks/profiles.ts";
import { userChecks } from "./checks/users.ts";
import { volumeChecks } from "./checks/volumes.ts";

export { podSecurityPolicy } from "./namespace-labels.ts";
export { type PodOf, podOf } from "./pod-of.ts";

/** Something that a pod may not do at a level of the Pod Security Standards. */
export interface PodSecurityProblem {
  /** The check, by its name in k8s.io/pod-security-admission: `runAsNonRoot`. */
  readonly check: string;
  readonly path: FieldPath;
  /** What is wrong, in one clause, without the path. */
  readonly message: string;
  readonly instead?: string | undefined;
}

const checks: readonly Check[] = [
  ...privilegeChecks,
  ...hostChecks,
  ...profileChecks,
  ...kernelChecks,
  ...userChecks,
  ...volumeChecks,
];

/**
 * What the Pod Security Standards forbid of a pod.
 *
 * @param minor of the policy's version; no later than the server's own, which knows no later ones
 * @param spec with its defaults: a pod on the node's network has host ports
 * @param path of what has the spec: the pod, or `spec.template` of a workload
 * @see k8s.io/pod-security-admission/policy/registry.go EvaluatePod
 */
export function podSecurityProblems(
  level: "baseline" | "restricted",
  minor: number,
  spec: Decoded<PodSpec>,
  metadata: Decoded<ObjectMeta>,
  path: FieldPath = FieldPath.root,
): PodSecurityProblem[] {
  const asked = checks.filter(
    (check) =>
      minor >= (check.since ?? 0) && (level === "restricted" || check.level === "baseline"),
  );
  const replaced = new Set(asked.map(({ replaces }) => replaces));
  const problems: PodSecurityProblem[] = [];
  for (const { id, run } of asked) {
    if (replaced.has(id)) continue;
    run({ spec, metadata, path, minor }, (at, message, instead) =>
      problems.push({ check: id, path: at, message, instead }),
    );
  }
  return problems;
}
